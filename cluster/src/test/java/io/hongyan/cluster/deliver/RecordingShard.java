package io.hongyan.cluster.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.node.RetainedSource;
import io.hongyan.cluster.peer.TurnLoop;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Loop;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A shard that remembers what it was given, and is done with it when the test says so.
final class RecordingShard implements LocalShard {
    private final TurnLoop loop;
    final List<String> published = new ArrayList<>();
    final List<String> parts = new ArrayList<>();
    final List<String> delivered = new ArrayList<>();
    final List<Topic> addresses = new ArrayList<>();
    final List<Set<String>> shared = new ArrayList<>();
    final List<Runnable> open = new ArrayList<>();
    boolean atOnce;

    RecordingShard(TurnLoop loop) {
        this.loop = loop;
    }

    @Override
    public void publish(String instance, Topic address, Message message, Set<String> filters, Runnable done) {
        published.add(new String(message.payload(), UTF_8));
        addresses.add(address);
        shared.add(filters);
        end(done);
    }

    @Override
    public void publishTo(
            BitSet vshards, String instance, Topic address, Message message, Set<String> served, Runnable done) {
        parts.add(new String(message.payload(), UTF_8) + vshards);
        end(done);
    }

    @Override
    public void deliver(String instance, String clientId, Message message, boolean keep, Runnable done) {
        delivered.add(clientId + ":" + new String(message.payload(), UTF_8));
        end(done);
    }

    private void end(Runnable done) {
        if (atOnce) {
            done.run();
        } else {
            open.add(done);
        }
    }

    /// Is done with one of the messages.
    void finish(int index) {
        open.remove(index).run();
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
    public boolean retain(String instance, Message message, @Nullable Runnable stored) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RetainedSource retained(String instance, TopicFilter filter, @Nullable Topic after) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BitSet retainedHere() {
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
