package io.hongyan.exchange.status;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.Store;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleOptions;
import io.hongyan.exchange.outbound.Forwarder;
import io.hongyan.exchange.outbound.OldestMessage;
import io.hongyan.exchange.outbound.OutboxSource;
import io.hongyan.exchange.outbound.PendingMessage;
import io.hongyan.exchange.rule.RuleFigures;
import io.hongyan.exchange.rule.RunningRule;
import io.hongyan.exchange.spi.Exchange;

/// What a status rule holds as long as it exists: the outbox of its notices. Any thread.
public final class StatusState {
    private final OutboxKey key;
    private final Store store;
    private final RuleFigures figures;
    private final OldestMessage oldest;
    private volatile Outbox outbox;

    public StatusState(String instance, Rule rule, RuleOptions.Status options, Store store, Clock clock) {
        this.key = new OutboxKey(instance, rule.id());
        this.store = store;
        this.figures = new RuleFigures(key.name(), clock::steadyMillis);
        this.oldest = new OldestMessage(clock);
        this.outbox = store.outbox(key, options.outbox());
        oldest.look(outbox);
    }

    /// The rule was edited.
    public void update(RuleOptions.Status now) {
        outbox = store.outbox(key, now.outbox());
    }

    public RuleFigures figures() {
        return figures;
    }

    public Outbox outbox() {
        return outbox;
    }

    /// How long the oldest notice has waited.
    public long oldestMillis() {
        return outbox.stats().messages() == 0 ? 0 : oldest.ageMillis();
    }

    /// Begins to send what waits, and what comes.
    public RunningRule run(Exchange exchange, String topic) {
        String name = key.instance() + "_" + key.rule();
        OutboxSource source = new OutboxSource(outbox, StatusState::pending, oldest);
        Forwarder forwarder = Forwarder.start("rule-" + name, source, exchange.sender(name), topic, figures);
        return new RunningRule() {
            @Override
            public long reconnects() {
                return forwarder.reconnects();
            }

            @Override
            public void close() {
                forwarder.close();
            }
        };
    }

    private static PendingMessage pending(OutboxEntry entry) {
        return new PendingMessage(
                StatusMapping.of(entry), "status of " + entry.message().publisher(), null);
    }

    /// The rule is deleted: what waits is discarded.
    public void discard() {
        outbox.acknowledge(Long.MAX_VALUE);
    }
}
