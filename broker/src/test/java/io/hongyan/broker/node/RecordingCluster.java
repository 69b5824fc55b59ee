package io.hongyan.broker.node;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Connection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Writes down what a broker asks of its cluster. Nothing is confirmed by itself.
final class RecordingCluster implements Cluster, OtherNodes {
    /// What this node owns.
    final BitSet owned = new BitSet();

    /// The filters that have a subscriber here.
    final Set<String> filters = new TreeSet<>();

    /// What was sent to other nodes.
    final List<String> sent = new ArrayList<>();

    /// Confirmations that others wait for.
    final List<Runnable> confirmations = new ArrayList<>();

    /// What other nodes retain.
    RetainedSource retained = (most, room, sink) -> false;

    /// How many nodes have subscribers for whatever is published.
    int nodes;

    List<? extends LocalShard> shards = List.of();

    @Override
    public boolean isAlone() {
        return false;
    }

    @Override
    public OtherNodes shard(int index) {
        return this;
    }

    @Override
    public void start(List<? extends LocalShard> started) {
        shards = started;
    }

    @Override
    public void filterAdded(String instance, TopicFilter filter) {
        filters.add(instance + " " + filter.text());
    }

    @Override
    public void filterRemoved(String instance, TopicFilter filter) {
        filters.remove(instance + " " + filter.text());
    }

    @Override
    public boolean owns(int vshard) {
        return owned.get(vshard);
    }

    @Override
    public void forward(int vshard, Connection connection, ByteBuffer connect, Runnable closed) {
        sent.add("connection of " + vshard);
    }

    @Override
    public @Nullable BitSet unserved() {
        return null;
    }

    @Override
    public int publish(
            String instance,
            Topic address,
            Message message,
            Set<String> served,
            @Nullable BitSet unserved,
            @Nullable Runnable confirm) {
        sent.add("message " + instance + " " + address + " served " + new TreeSet<>(served));
        for (int i = 0; confirm != null && i < nodes; i++) {
            confirmations.add(confirm);
        }
        return nodes;
    }

    @Override
    public void deliver(String instance, String clientId, Message message, boolean keep, @Nullable Runnable confirm) {
        sent.add("message " + instance + " to " + clientId);
        if (confirm != null) {
            confirmations.add(confirm);
        }
    }

    @Override
    public void retain(String instance, Message message, @Nullable Runnable confirm) {
        sent.add("retain " + instance + " " + message.topic());
        if (confirm != null) {
            confirmations.add(confirm);
        }
    }

    @Override
    public RetainedSource retained(String instance, TopicFilter filter, Runnable arrived) {
        sent.add("retained " + instance + " " + filter.text());
        return retained;
    }

    @Override
    public void whenRoutesKnown(Runnable then) {
        then.run();
    }

    @Override
    public boolean congested() {
        return false;
    }
}
