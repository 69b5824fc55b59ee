package io.hongyan.testkit.sim.world;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.broker.store.OutboxStats;
import java.util.concurrent.CompletableFuture;

/// The queue of a simulated rule. It has room for everything, and nobody takes anything out: what it holds is compared
/// with what was acknowledged.
record SimOutbox(OutboxKey key) implements Outbox {
    @Override
    public boolean reserve(Message message) {
        return true;
    }

    @Override
    public void giveBack(Message message) {}

    @Override
    public void refused() {
        throw new UnsupportedOperationException("there is always room");
    }

    @Override
    public double room() {
        return 1;
    }

    @Override
    public CompletableFuture<OutboxPage> read(long after, int most) {
        throw new UnsupportedOperationException("nobody sends on what a simulated rule has");
    }

    @Override
    public void acknowledge(long upTo) {
        throw new UnsupportedOperationException("nobody sends on what a simulated rule has");
    }

    @Override
    public void settle(long[] sequences) {
        throw new UnsupportedOperationException("nobody sends on what a simulated rule has");
    }

    @Override
    public OutboxStats stats() {
        return new OutboxStats(key.name(), 0, 0, 0, 0, 0, 0);
    }
}
