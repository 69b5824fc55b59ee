package io.hongyan.testkit.sim;

import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.auth.OutboundRules;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.Store;
import io.hongyan.codec.topic.Topic;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A rule that sends on what clients publish to `a` and below it. What it takes of QoS 0 is forgotten.
///
/// @param store of the broker that runs
record SimOutboundRule(Supplier<Store> store) implements OutboundRule, OutboundRules {
    private static final OutboxKey KEY = new OutboxKey("simulation", "rule");

    @Override
    public List<OutboundRule> find(Topic topic, boolean fromClient) {
        return fromClient && takes(topic) ? List.of(this) : List.of();
    }

    /// Whether messages of that topic are sent on.
    static boolean takes(Topic topic) {
        String text = topic.toString();
        return text.equals("a") || text.startsWith("a/");
    }

    @Override
    public String id() {
        return KEY.rule();
    }

    @Override
    public Outbox outbox() {
        return store.get().outbox(KEY, OutboxLimits.defaults());
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
