package io.hongyan.cluster.node;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.node.OtherNodes;
import io.hongyan.broker.node.RetainedSource;
import io.hongyan.cluster.ask.Questions;
import io.hongyan.cluster.connection.ConnectionUser;
import io.hongyan.cluster.connection.Owners;
import io.hongyan.cluster.deliver.Deliveries;
import io.hongyan.cluster.link.Link;
import io.hongyan.cluster.link.Links;
import io.hongyan.cluster.link.Node;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.OverLinks;
import io.hongyan.cluster.retain.Retains;
import io.hongyan.cluster.route.Routes;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Connection;
import io.hongyan.transport.Loop;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The cluster as one loop of this node has it: its links, and who uses them.
///
/// Confined to its loop, but for [#servedChanged], [#execute] and what returns counters.
final class NodeLoop implements OtherNodes {
    private final Loop loop;
    private final Routes routes;
    private final Serving serving;
    private final Function<NodeId, @Nullable String> serverReferences;
    private final Links links;
    private final Deliveries deliveries;
    private final Retains retains;
    private final ConnectionUser connections;
    private final Map<NodeId, Node> members = new HashMap<>();
    private final AtomicBoolean lookDue = new AtomicBoolean();
    private @Nullable VShardDuties duties;

    /// @param index of the loop, from 0
    NodeLoop(int index, Loop loop, NodeParts parts) {
        NodeSettings settings = parts.settings();
        this.loop = loop;
        this.routes = parts.routes();
        this.serving = parts.serving();
        this.serverReferences = parts.serverReferences();
        this.deliveries = new Deliveries(index, loop, routes, new MessageOwners(), settings.deliveries());
        this.retains = new Retains(index, loop, new MessageOwners(), parts.clock(), settings.retained());
        this.connections =
                new ConnectionUser(loop, new LinkOwners(), settings.connections(), parts.clock(), parts.brokerEvents());
        this.links = new Links(
                parts.self(),
                index,
                loop,
                parts.dialler(),
                settings.links(),
                parts.clock(),
                parts.random(),
                parts.events());
        links.use(ConnectionUser.FIRST_TYPE, ConnectionUser.LAST_TYPE, connections);
        links.use(Deliveries.FIRST_TYPE, Deliveries.LAST_TYPE, new OverLinks(deliveries));
        links.use(Retains.FIRST_TYPE, Retains.LAST_TYPE, new OverLinks(retains));
        if (index == 0) {
            links.use(Routes.FIRST_TYPE, Routes.LAST_TYPE, new OverLinks(routes));
            links.use(Questions.FIRST_TYPE, Questions.LAST_TYPE, new OverLinks(parts.questions()));
        }
    }

    ConnectionUser connections() {
        return connections;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    Retains retains() {
        return retains;
    }

    Links links() {
        return links;
    }

    /// Runs a task on the loop, unless it has ended.
    void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException _) {
            return; // the node has stopped, and nobody waits for it any more
        }
    }

    /// The shards are ready.
    ///
    /// @param own the one of this loop
    void start(LocalShard own, List<? extends LocalShard> all, VShardDuties itsDuties) {
        duties = itsDuties;
        deliveries.start(own);
        retains.start(own);
        connections.start(all);
        links.start();
    }

    void withDuties(Consumer<VShardDuties> task) {
        VShardDuties its = duties;
        if (its != null) {
            task.accept(its);
        }
    }

    /// Who serves what has changed. Any thread.
    void servedChanged() {
        if (lookDue.compareAndSet(false, true)) {
            execute(() -> {
                lookDue.set(false);
                deliveries.ownersChanged();
                retains.ownersChanged();
                connections.forwarded().ownersChanged();
            });
        }
    }

    /// A node has become a member.
    ///
    /// @param all members now, but this node
    void joined(Node node, Collection<Node> all) {
        NodeId id = new NodeId(node.name(), node.incarnation());
        members.put(id, node);
        deliveries.joined(id, node.loops());
        retains.joined(id, node.loops());
        links.members(all);
    }

    /// A node is no member any more.
    ///
    /// @param had the virtual shards that it ever served
    void left(NodeId node, BitSet had, Collection<Node> all) {
        members.remove(node);
        links.members(all);
        deliveries.left(node, had);
        retains.left(node);
        connections.forwarded().ownersChanged();
    }

    /// The lease of this node is over.
    void lost(String why) {
        withDuties(its -> its.lost(why));
        deliveries.lost();
        List.copyOf(links.open()).forEach(link -> link.close("this node has lost its lease"));
    }

    /// @param empty runs when nothing is served here any more
    void leaveAll(Runnable empty) {
        VShardDuties its = duties;
        if (its == null) {
            empty.run();
        } else {
            its.leaveAll(empty);
        }
    }

    void stop() {
        connections.stop();
        links.stop();
    }

    // What the shard asks.

    @Override
    public boolean owns(int vshard) {
        return serving.isHere(vshard);
    }

    @Override
    public void forward(int vshard, Connection connection, ByteBuffer connect, Runnable closed) {
        connections.forwarded().forward(vshard, connection, connect, closed);
    }

    @Override
    public @Nullable BitSet unserved() {
        return serving.unserved();
    }

    @Override
    public int publish(
            String instance,
            Topic address,
            Message message,
            Set<String> served,
            @Nullable BitSet unserved,
            @Nullable Runnable confirm) {
        return deliveries.publish(instance, address, message, served, unserved, confirm);
    }

    @Override
    public void deliver(String instance, String clientId, Message message, boolean keep, @Nullable Runnable confirm) {
        deliveries.deliver(instance, clientId, message, keep, confirm);
    }

    @Override
    public void retain(String instance, Message message, @Nullable Runnable confirm) {
        retains.retain(instance, message, confirm);
    }

    @Override
    public RetainedSource retained(String instance, TopicFilter filter, Runnable arrived) {
        return retains.retained(instance, filter, arrived);
    }

    @Override
    public void whenRoutesKnown(Runnable then) {
        routes.whenKnown(loop, then);
    }

    @Override
    public boolean congested() {
        return deliveries.congested() || retains.congested();
    }

    /// Where messages for one client, and for virtual shards, go.
    private final class MessageOwners implements io.hongyan.cluster.deliver.Owners {
        @Override
        public NodeId self() {
            return serving.self();
        }

        @Override
        public @Nullable NodeId owner(int vshard) {
            return serving.server(vshard);
        }

        @Override
        public boolean mayAnswer() {
            return serving.mayAnswer();
        }
    }

    /// Where connections go.
    private final class LinkOwners implements Owners {
        @Override
        public boolean isHere(int vshard) {
            return serving.isHere(vshard);
        }

        @Override
        public @Nullable Link link(int vshard) {
            NodeId server = serving.server(vshard);
            Node node = server == null ? null : members.get(server);
            if (server == null || node == null) {
                return null;
            }
            Link link = links.to(node.name(), vshard % node.loops());
            return link != null && link.incarnation() == server.incarnation() ? link : null;
        }

        @Override
        public @Nullable String serverReference(int vshard) {
            NodeId server = serving.server(vshard);
            return server == null || server.equals(serving.self()) ? null : serverReferences.apply(server);
        }
    }
}
