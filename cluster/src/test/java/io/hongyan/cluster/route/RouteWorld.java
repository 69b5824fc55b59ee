package io.hongyan.cluster.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cluster.peer.FakeNetwork;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.peer.TurnLoop;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Some nodes whose filters change, whose links break, and that die and start again, in an order that a seed decides.
final class RouteWorld {
    final Random random;
    final RandomFilters filters;
    final FakeNetwork network;
    final List<Machine> machines = new ArrayList<>();
    final int mostLogBytes;
    int tasksRun;

    RouteWorld(long seed, int nodes, int mostLogBytes) {
        this.random = new Random(seed);
        this.filters = new RandomFilters(random);
        this.network = new FakeNetwork(random, 4);
        this.mostLogBytes = mostLogBytes;
        for (int i = 0; i < nodes; i++) {
            machines.add(new Machine("n" + i));
        }
        machines.forEach(Machine::start);
    }

    record Named(String instance, TopicFilter filter) {}

    /// A place where one start of a node follows another.
    final class Machine {
        final String name;
        long incarnation;
        Node node;

        Machine(String name) {
            this.name = name;
            this.node = new Node(new NodeId(name, 0));
        }

        void start() {
            NodeId before = node.id;
            node.dead = true;
            network.cutAll(before);
            node = new Node(new NodeId(name, ++incarnation));
            for (Machine other : machines) {
                if (other != this && !other.node.dead && other.incarnation > 0) {
                    Node its = other.node;
                    its.news.add(() -> its.leave(before));
                    its.news.add(() -> its.join(node));
                    Node mine = node;
                    mine.news.add(() -> mine.join(its));
                }
            }
        }
    }

    final class Node {
        final NodeId id;
        final TurnLoop loop = new TurnLoop();
        final ServedVShards served;
        final Routes routes;
        final RouteReader reader;
        final Set<Named> filters = new HashSet<>();
        final Map<NodeId, Node> members = new HashMap<>();
        final Map<NodeId, NodeLink> links = new HashMap<>();
        final ArrayDeque<Runnable> news = new ArrayDeque<>();
        final List<Set<Named>> asked = new ArrayList<>();
        boolean dead;

        Node(NodeId id) {
            this.id = id;
            this.served = new ServedVShards(id);
            this.routes = new Routes(loop, RouteKeys.WHOLE, served, random, mostLogBytes);
            this.reader = routes.reader();
        }

        void join(Node other) {
            members.put(other.id, other);
            routes.joined(other.id);
        }

        void leave(NodeId other) {
            members.remove(other);
            links.remove(other);
            routes.left(other);
        }

        void change() {
            Named named = new Named("i" + random.nextInt(2), RouteWorld.this.filters.filter());
            if (filters.add(named)) {
                routes.added(named.instance, named.filter);
            } else {
                filters.remove(named);
                asked.forEach(told -> told.remove(named)); // it may go before the answer, or come again after it
                routes.removed(named.instance, named.filter);
            }
        }

        /// Opens the link to another node if both know each other and there is none.
        void connect(Node other) {
            NodeLink known = links.get(other.id);
            if (!dead && !other.dead && members.containsKey(other.id) && other.members.containsKey(id)) {
                if (known != null) {
                    network.cut(known);
                }
                links.put(
                        other.id,
                        network.connect(
                                new FakeNetwork.End(id, 0, routes), new FakeNetwork.End(other.id, 0, other.routes)));
            }
        }

        boolean knows(Named named, NodeId teller) {
            Topic topic = RouteWorld.this.filters.topicOf(named.filter);
            if (!named.filter.matches(topic)) {
                return true;
            }
            RouteMatch match = reader.match(named.instance, topic);
            return named.filter.isShared()
                    ? match.shared().stream()
                            .anyMatch(route -> route.text().equals(named.filter.text())
                                    && route.nodes().contains(teller))
                    : match.nodes().contains(teller);
        }

        /// Waits until all know what there is now, and then asks them.
        @SuppressWarnings("ReferenceEquality") // this question, not one like it
        void ask() {
            Set<Named> told = new HashSet<>(filters);
            List<Node> then = List.copyOf(members.values());
            asked.add(told);
            routes.whenKnown(loop, () -> {
                tasksRun++;
                asked.removeIf(each -> each == told);
                for (Node other : then) {
                    if (members.containsValue(other) && !other.dead && other.members.containsKey(id)) {
                        for (Named named : told) {
                            assertThat(other.knows(named, id))
                                    .as("%s knows %s of %s", other.id, named, id)
                                    .isTrue();
                        }
                    }
                }
            });
        }
    }

    List<Node> nodes() {
        return machines.stream().map(machine -> machine.node).toList();
    }

    Node anyNode() {
        return nodes().get(random.nextInt(machines.size()));
    }

    @Nullable
    Node otherThan(Node node) {
        List<Node> others = nodes().stream().filter(each -> each != node).toList();
        return others.isEmpty() ? null : others.get(random.nextInt(others.size()));
    }

    /// Does something somewhere.
    void step() {
        Node node = anyNode();
        int what = random.nextInt(1000);
        if (what < 250) {
            node.loop.step();
        } else if (what < 500) {
            network.step();
        } else if (what < 800) {
            node.change();
        } else if (what < 850) {
            node.ask();
        } else if (what < 950) {
            Runnable news = node.news.poll();
            if (news != null) {
                news.run();
            }
        } else if (what < 980) {
            Node other = otherThan(node);
            if (other != null) {
                node.connect(other);
            }
        } else if (what < 995) {
            node.links.values().stream().findAny().ifPresent(network::cut);
        } else if (what < 997) {
            machines.get(random.nextInt(machines.size())).start();
        }
    }

    /// Lets everything come to rest.
    void settle() {
        for (Node node : nodes()) {
            while (!node.news.isEmpty()) {
                node.news.remove().run();
            }
        }
        for (Node node : nodes()) {
            for (Node other : nodes()) {
                if (node != other) {
                    node.connect(other);
                }
            }
        }
        boolean busy = true;
        while (busy) {
            busy = network.step();
            for (Node node : nodes()) {
                busy |= node.loop.step();
            }
        }
    }

    /// Every node's table says what the others have.
    void check() {
        for (Node node : nodes()) {
            for (int i = 0; i < 200; i++) {
                Topic topic = filters.topic();
                String instance = "i" + random.nextInt(2);
                RouteMatch match = node.reader.match(instance, topic);
                Set<NodeId> expected = new HashSet<>();
                Map<String, Set<NodeId>> groups = new HashMap<>();
                for (Node other : nodes()) {
                    for (Named named : other == node ? Set.<Named>of() : other.filters) {
                        if (named.instance.equals(instance) && named.filter.matches(topic)) {
                            if (named.filter.isShared()) {
                                groups.computeIfAbsent(named.filter.text(), each -> new HashSet<>())
                                        .add(other.id);
                            } else {
                                expected.add(other.id);
                            }
                        }
                    }
                }
                assertThat(match.nodes())
                        .as("%s asks for %s", node.id, topic)
                        .containsExactlyInAnyOrderElementsOf(expected);
                Map<String, Set<NodeId>> found = new HashMap<>();
                match.shared().forEach(route -> found.put(route.text(), new HashSet<>(route.nodes())));
                assertThat(found).as("%s asks for %s", node.id, topic).isEqualTo(groups);
            }
        }
    }
}
