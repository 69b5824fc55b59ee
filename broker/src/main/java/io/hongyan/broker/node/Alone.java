package io.hongyan.broker.node;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Connection;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// No cluster: this node owns everything.
final class Alone implements Cluster, OtherNodes {
    @Override
    public boolean isAlone() {
        return true;
    }

    @Override
    public OtherNodes shard(int index) {
        return this;
    }

    @Override
    public void start(List<? extends LocalShard> shards) {}

    @Override
    public void filterAdded(String instance, TopicFilter filter) {}

    @Override
    public void filterRemoved(String instance, TopicFilter filter) {}

    @Override
    public boolean owns(int vshard) {
        return true;
    }

    @Override
    public void forward(int vshard, Connection connection, ByteBuffer connect, Runnable closed) {
        throw new IllegalStateException("there is no other node");
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
        return 0;
    }

    @Override
    public void deliver(String instance, String clientId, Message message, boolean keep, @Nullable Runnable confirm) {
        throw new IllegalStateException("there is no other node");
    }

    @Override
    public void retain(String instance, Message message, @Nullable Runnable confirm) {
        throw new IllegalStateException("there is no other node");
    }

    @Override
    public RetainedSource retained(String instance, TopicFilter filter, Runnable arrived) {
        throw new IllegalStateException("there is no other node");
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
