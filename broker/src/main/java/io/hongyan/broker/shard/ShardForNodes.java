package io.hongyan.broker.shard;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.node.RetainedSource;
import io.hongyan.broker.route.DeliveryTracker;
import io.hongyan.broker.subscription.MatchResult;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Loop;
import java.util.BitSet;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What other nodes ask of a shard, as calls of the shard.
///
/// Confined to its shard, but for [#loop].
public final class ShardForNodes implements LocalShard {
    private final Shard shard;
    private final BiFunction<Shard, Connection, ConnectionHandler> acceptor;

    /// @param acceptor makes who receives the first frames of a connection that another node has accepted
    public ShardForNodes(Shard shard, BiFunction<Shard, Connection, ConnectionHandler> acceptor) {
        this.shard = shard;
        this.acceptor = acceptor;
    }

    @Override
    public Loop loop() {
        return shard.loop();
    }

    @Override
    public ConnectionHandler accept(Connection connection) {
        return acceptor.apply(shard, connection);
    }

    @Override
    public void publish(String instance, Topic address, Message message, Set<String> shared, Runnable delivered) {
        Delivery delivery = new Delivery(shard.index(), delivered);
        MatchResult matches = shard.instance(instance).routes().match(address);
        shard.router().routeHere(matches, shared, message, delivery);
        delivery.confirm();
    }

    @Override
    public void publishTo(
            BitSet vshards, String instance, Topic address, Message message, Set<String> served, Runnable delivered) {
        Delivery delivery = new Delivery(shard.index(), delivered);
        MatchResult matches = shard.instance(instance).routes().match(address);
        shard.router().routeTo(vshards, matches, served, message, delivery);
        delivery.confirm();
    }

    @Override
    public void deliver(String instance, String clientId, Message message, boolean keep, Runnable delivered) {
        Delivery delivery = new Delivery(shard.index(), delivered);
        shard.router().deliverHere(instance, clientId, message, keep, delivery);
        delivery.confirm();
    }

    @Override
    public boolean retain(String instance, Message message, @Nullable Runnable stored) {
        return shard.retainedPart().keep(instance, message, stored);
    }

    @Override
    public RetainedSource retained(String instance, TopicFilter filter, @Nullable Topic after) {
        return shard.retainedPart().walk(instance, filter, after);
    }

    @Override
    public BitSet retainedHere() {
        return shard.retainedPart().here();
    }

    @Override
    public void acquire(int vshard, Runnable opened) {
        shard.vshardChanges().acquire(vshard, opened);
    }

    @Override
    public void release(BitSet vshards, Runnable released) {
        shard.vshardChanges().release(vshards, released);
    }

    @Override
    public void abandon(BitSet vshards, String why, Runnable abandoned) {
        shard.vshardChanges().abandon(vshards, why, abandoned);
    }

    private static final class Delivery extends DeliveryTracker {
        private final Runnable delivered;

        Delivery(int shard, Runnable delivered) {
            super(shard, null);
            this.delivered = delivered;
        }

        @Override
        protected void delivered() {
            delivered.run();
        }
    }
}
