package io.hongyan.cluster.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.link.Node;
import io.hongyan.cluster.peer.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three brokers over real sockets; clients connect to the node that owns them.
class ThreeBrokersTest {
    private static final int NODES = 3;
    private static final int LOOPS = 2;
    private static final long SECONDS = 30;

    private final List<BrokerNode> nodes = new ArrayList<>();
    private final List<SmallClient> clients = new ArrayList<>();
    private int names;

    @BeforeEach
    void start() {
        for (int i = 0; i < NODES; i++) {
            nodes.add(new BrokerNode(i, NODES, 1, LOOPS, this::owner));
        }
        join();
    }

    @AfterEach
    void end() {
        clients.forEach(SmallClient::close);
        nodes.forEach(BrokerNode::close);
        assertThat(nodes).allSatisfy(node -> assertThat(node.events.faults).isEmpty());
    }

    private NodeId owner(int index) {
        return nodes.get(index).id;
    }

    private void join() {
        List<Node> all = nodes.stream().map(BrokerNode::node).toList();
        nodes.forEach(node -> node.members(all));
        nodes.forEach(BrokerNode::awaitRoutes);
    }

    /// An id of a client that a node owns.
    private String nameOn(int node) {
        String name;
        do {
            name = "client" + names++;
        } while (VShard.ofClient(name) % NODES != node);
        return name;
    }

    private SmallClient clientOn(int node) {
        return client(node, nameOn(node));
    }

    private SmallClient client(int node, String name) {
        SmallClient client = new SmallClient(nodes.get(node).port(), name);
        clients.add(client);
        return client;
    }

    private static void await(CompletableFuture<Void> answer) {
        answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    @Test
    void a_message_reaches_the_subscribers_of_every_node() {
        List<SmallClient> all =
                IntStream.range(0, NODES).mapToObj(this::clientOn).toList();
        for (SmallClient client : all) {
            await(client.subscribe("all/+/x", 2));
            await(client.subscribe("exact", 1));
        }
        List<String> expected = new ArrayList<>();
        for (int from = 0; from < NODES; from++) {
            for (int qos = 0; qos < 3; qos++) {
                await(all.get(from).publish("all/" + from + "/x", "wild" + qos, qos));
                await(all.get(from).publish("exact", from + "exact" + qos, qos));
                expected.add("all/" + from + "/x=wild" + qos);
                expected.add("exact=" + from + "exact" + qos);
            }
        }
        for (SmallClient client : all) {
            List<String> got = new ArrayList<>();
            while (got.size() < expected.size()) {
                got.add(client.next());
            }
            assertThat(got).containsExactlyInAnyOrderElementsOf(expected);
        }
        await(all.get(1).publish("exact", "last", 1));
        for (SmallClient client : all) {
            assertThat(client.next()).isEqualTo("exact=last"); // and nothing came twice
        }
    }

    @Test
    void the_messages_of_a_publisher_stay_in_order() {
        SmallClient subscriber = clientOn(1);
        await(subscriber.subscribe("order", 1));
        SmallClient publisher = clientOn(0);
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            answers.add(publisher.publish("order", "" + i, 1));
        }
        answers.forEach(ThreeBrokersTest::await);
        for (int i = 0; i < 5000; i++) {
            assertThat(subscriber.next()).isEqualTo("order=" + i);
        }
    }

    @Test
    void a_shared_subscription_gets_each_message_once_whatever_node_it_comes_from() {
        List<SmallClient> members = List.of(clientOn(0), clientOn(1), clientOn(1), clientOn(2));
        members.forEach(member -> await(member.subscribe("$share/g/work", 1)));
        List<SmallClient> publishers =
                IntStream.range(0, NODES).mapToObj(this::clientOn).toList();
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            for (int from = 0; from < NODES; from++) {
                answers.add(publishers.get(from).publish("work", from + "-" + i, 1));
            }
        }
        answers.forEach(ThreeBrokersTest::await);
        assertSharedAmong(members, 900);
    }

    @Test
    void a_group_without_members_here_is_served_by_other_nodes_in_turn() {
        List<SmallClient> members = List.of(clientOn(1), clientOn(2));
        members.forEach(member -> await(member.subscribe("$share/g/+", 1)));
        SmallClient publisher = clientOn(0);
        IntStream.range(0, 100)
                .mapToObj(i -> publisher.publish("work", "" + i, 1))
                .toList()
                .forEach(ThreeBrokersTest::await);
        assertSharedAmong(members, 100);
    }

    private static void assertSharedAmong(List<SmallClient> members, int messages) {
        Awaitility.await()
                .atMost(SECONDS, TimeUnit.SECONDS)
                .until(() ->
                        members.stream().mapToInt(each -> each.received.size()).sum() >= messages);
        List<String> all =
                members.stream().flatMap(each -> each.received.stream()).toList();
        assertThat(all).hasSize(messages).doesNotHaveDuplicates();
        assertThat(members).allSatisfy(member -> assertThat(member.received).isNotEmpty());
    }

    @Test
    void a_direct_message_reaches_a_client_of_another_node() {
        String name = nameOn(2);
        SmallClient receiver = client(2, name);
        SmallClient sender = clientOn(0);
        for (int qos = 0; qos < 3; qos++) {
            await(sender.publish("p2p/" + name, "m" + qos, qos));
            assertThat(receiver.next()).isEqualTo("p2p/" + name + "=m" + qos);
        }
        assertThat(nodes.get(0).deliveries.stream()
                        .mapToLong(each -> each.counters().value(DeliveryCounters.Figure.MESSAGES_OUT))
                        .sum())
                .isEqualTo(3);
    }

    @Test
    void who_publishes_anywhere_after_a_suback_reaches_the_subscriber() {
        int pairs = 4;
        int each = 2500;
        AtomicInteger missed = new AtomicInteger();
        List<CompletableFuture<Void>> runs = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            SmallClient subscriber = clientOn(pair % NODES);
            SmallClient publisher = clientOn((pair + 1) % NODES);
            int its = pair;
            runs.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < each; i++) {
                            String topic = "once/" + its + "/" + i;
                            await(subscriber.subscribe(i % 2 == 0 ? topic : topic + "/#", 0));
                            await(publisher.publish(topic, "m", 0));
                            if (!(topic + "=m").equals(subscriber.next())) {
                                missed.incrementAndGet();
                                return;
                            }
                        }
                    },
                    task -> Thread.ofVirtual().start(task)));
        }
        runs.forEach(run -> run.orTimeout(300, TimeUnit.SECONDS).join());
        assertThat(missed).hasValue(0);
    }

    @Test
    void a_storm_of_subscriptions_is_known_everywhere_and_gone_after_it() {
        int filters = 10_000;
        List<SmallClient> subscribers =
                IntStream.range(0, 10).mapToObj(i -> clientOn(i % NODES)).toList();
        IntStream.range(0, filters)
                .mapToObj(i -> subscribers.get(i % 10).subscribe("storm/" + i, 1))
                .toList()
                .forEach(ThreeBrokersTest::await);
        SmallClient publisher = clientOn(1);
        IntStream.range(0, filters)
                .mapToObj(i -> publisher.publish("storm/" + i, "m", i % 2))
                .toList()
                .forEach(ThreeBrokersTest::await);
        Awaitility.await()
                .atMost(SECONDS, TimeUnit.SECONDS)
                .until(() -> subscribers.stream().allMatch(each -> each.received.size() == filters / 10));
        IntStream.range(0, filters)
                .mapToObj(i -> subscribers.get(i % 10).unsubscribe("storm/" + i))
                .toList()
                .forEach(ThreeBrokersTest::await);
        Awaitility.await()
                .atMost(SECONDS, TimeUnit.SECONDS)
                .until(() -> nodes.stream().allMatch(node -> node.routes.known() == 0));
    }

    @Test
    void a_node_that_stops_and_starts_anew_is_left_out_and_then_heard_again() {
        SmallClient on0 = clientOn(0);
        await(on0.subscribe("t/#", 1));
        await(clientOn(1).subscribe("t/#", 1));
        SmallClient on2 = clientOn(2);
        await(on2.subscribe("t/#", 1));
        nodes.get(1).close();
        List<Node> left = List.of(nodes.get(0).node(), nodes.get(2).node());
        nodes.get(0).members(left);
        nodes.get(2).members(left);
        CompletableFuture<Void> without = on2.publish("t/1", "without", 1);
        assertThat(on0.next()).isEqualTo("t/1=without");
        nodes.set(1, new BrokerNode(1, NODES, 2, LOOPS, this::owner));
        join();
        await(without); // not before somebody serves what the node had
        SmallClient again = clientOn(1);
        await(again.subscribe("t/#", 1));
        await(on0.publish("t/2", "with", 1));
        assertThat(again.next()).isEqualTo("t/2=with");
        await(again.publish("t/3", "from the new one", 1));
        assertThat(on0.next()).isEqualTo("t/2=with");
        assertThat(on0.next()).isEqualTo("t/3=from the new one");
        assertThat(on2.next()).isEqualTo("t/1=without");
    }
}
