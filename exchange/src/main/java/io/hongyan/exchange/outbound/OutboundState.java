package io.hongyan.exchange.outbound;

import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.OutboxStats;
import io.hongyan.broker.store.Store;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleOptions;
import io.hongyan.cloud.metadata.rule.RuleOptions.Acknowledge;
import io.hongyan.exchange.rule.RuleFigures;
import io.hongyan.exchange.rule.RunningRule;
import io.hongyan.exchange.spi.Exchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an outbound rule holds as long as it exists, whether it is enabled or not, and however it is edited: its
/// outbox, and what waits in memory. Any thread.
public final class OutboundState implements OutboundRule {
    private final OutboxKey key;
    private final Store store;
    private final Clock clock;
    private final RuleFigures figures;
    private final MemoryQueue memory;
    private final OldestMessage oldest;
    private volatile Outbox outbox;
    private volatile RuleOptions.Outbound options;

    public OutboundState(String instance, Rule rule, RuleOptions.Outbound options, Store store, Clock clock) {
        this.key = new OutboxKey(instance, rule.id());
        this.store = store;
        this.clock = clock;
        this.figures = new RuleFigures(key.name(), clock::steadyMillis);
        this.memory = new MemoryQueue(clock);
        this.oldest = new OldestMessage(clock);
        this.options = options;
        this.outbox = store.outbox(key, options.outbox());
        oldest.look(outbox);
    }

    /// The rule was edited.
    public void update(RuleOptions.Outbound now) {
        options = now;
        outbox = store.outbox(key, now.outbox());
    }

    public RuleFigures figures() {
        return figures;
    }

    @Override
    public String name() {
        return "rule " + key.rule();
    }

    @Override
    public @Nullable Outbox outbox() {
        return options.acknowledge() == Acknowledge.OUTBOX ? outbox : null;
    }

    @Override
    public double room() {
        return options.acknowledge() == Acknowledge.OUTBOX ? outbox.room() : memory.room();
    }

    @Override
    public boolean offer(Message message, OutboxLabel label, @Nullable Runnable sent) {
        boolean room = memory.offer(message, label, sent);
        if (!room && sent == null) { // otherwise its publisher is told
            String what = "message " + label.id() + " of topic " + message.topic();
            figures.dropped("rule_full", what, "too many wait in memory");
        }
        return room;
    }

    /// Whether the rule sends on messages that no client has published, too.
    public boolean takesAll() {
        return options.outflow() == RuleOptions.Outflow.ALL;
    }

    public OutboxStats waiting() {
        return outbox.stats();
    }

    public int waitingInMemory() {
        return memory.size();
    }

    /// How long the oldest message has waited, in the outbox or in memory.
    public long oldestMillis() {
        return Math.max(waiting().messages() == 0 ? 0 : oldest.ageMillis(), memory.oldestMillis());
    }

    /// Begins to send what waits, and what comes.
    public RunningRule run(Exchange exchange, String topic) {
        String name = key.instance() + "_" + key.rule();
        Forwarder stored = Forwarder.start(
                "rule-" + name, new OutboxSource(outbox, this::pending, oldest), exchange.sender(name), topic, figures);
        Forwarder passing =
                Forwarder.start("rule-" + name + "-memory", memory, exchange.sender(name + "_memory"), topic, figures);
        return new RunningRule() {
            @Override
            public long reconnects() {
                return stored.reconnects();
            }

            @Override
            public void close() {
                List.of(stored, passing).forEach(Forwarder::close);
            }
        };
    }

    private PendingMessage pending(OutboxEntry entry) {
        OutboundMapping.Mapped mapped = OutboundMapping.of(entry.message(), entry.label(), clock.wallMillis());
        String topic = entry.message().topic().toString();
        if (mapped.leftOut() != null) {
            figures.leftOut(mapped.message().id(), topic, mapped.leftOut());
        }
        return new PendingMessage(mapped.message(), topic, null);
    }

    /// The rule is deleted: what waits is discarded.
    public void discard() {
        outbox.acknowledge(Long.MAX_VALUE);
        memory.discard();
    }
}
