package io.hongyan.testkit.sim;

import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.Store;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A rule that sends on what clients publish. What it takes of QoS 0 and does not store is forgotten.
///
/// @param store of the broker that runs
record SimOutboundRule(Outlet outlet, Supplier<Store> store) implements OutboundRule {
    @Override
    public String name() {
        return outlet.key().rule();
    }

    @Override
    public Outbox outbox() {
        return store.get().outbox(outlet.key(), outlet.limits());
    }

    @Override
    public boolean storesQos0() {
        return outlet.storesQos0();
    }

    @Override
    public double room() {
        return outbox().room();
    }

    @Override
    public boolean offer(Message message, OutboxLabel label, @Nullable Runnable sent) {
        return true;
    }
}
