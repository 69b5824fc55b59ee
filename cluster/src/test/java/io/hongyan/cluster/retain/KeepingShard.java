package io.hongyan.cluster.retain;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.node.RetainedSource;
import io.hongyan.broker.store.VShard;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Loop;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A shard that keeps retained messages, with all others of its node, and nothing else.
final class KeepingShard implements LocalShard {
    private final RetainWorld.Node node;
    private final Loop loop;

    KeepingShard(RetainWorld.Node node, Loop loop) {
        this.node = node;
        this.loop = loop;
    }

    @Override
    public boolean retain(String instance, Message message, @Nullable Runnable stored) {
        if (!node.held.get(VShard.of(message.topic().utf8()))) {
            return false;
        }
        if (message.payload().length == 0) {
            node.kept.remove(message.topic());
        } else {
            node.kept.put(message.topic(), message);
        }
        if (stored != null) {
            node.unstored.add(stored);
        }
        return true;
    }

    @Override
    public RetainedSource retained(String instance, TopicFilter filter, @Nullable Topic after) {
        return new Walk(filter, after);
    }

    private final class Walk implements RetainedSource {
        private final TopicFilter filter;
        private @Nullable Topic after;

        Walk(TopicFilter filter, @Nullable Topic after) {
            this.filter = filter;
            this.after = after;
        }

        @Override
        public boolean next(int most, BooleanSupplier room, Consumer<Message> sink) {
            for (int i = 0; i < most && room.getAsBoolean(); i++) {
                Map.Entry<Topic, Message> entry = after == null ? node.kept.firstEntry() : node.kept.higherEntry(after);
                if (entry == null) {
                    return false;
                }
                after = entry.getKey();
                if (filter.matches(entry.getKey())) {
                    sink.accept(entry.getValue());
                }
            }
            return true;
        }
    }

    @Override
    public BitSet retainedHere() {
        return (BitSet) node.held.clone();
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public ConnectionHandler accept(Connection connection) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void publish(String instance, Topic address, Message message, Set<String> shared, Runnable delivered) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void publishTo(
            BitSet vshards, String instance, Topic address, Message message, Set<String> served, Runnable delivered) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void deliver(String instance, String clientId, Message message, boolean keep, Runnable delivered) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void acquire(int vshard, Runnable opened) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void release(BitSet vshards, Runnable released) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void abandon(BitSet vshards, String why, Runnable abandoned) {
        throw new UnsupportedOperationException();
    }
}
