package io.hongyan.exchange.inbound;

import io.hongyan.broker.Broker;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.message.PublishResult;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleOptions;
import io.hongyan.exchange.property.PropertyNames;
import io.hongyan.exchange.rule.RuleFigures;
import io.hongyan.exchange.rule.RunningRule;
import io.hongyan.exchange.spi.ConsumerSettings;
import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeConsumer;
import io.hongyan.exchange.spi.ExchangeReceiver;
import io.hongyan.exchange.spi.InboundMessage;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Receives from the other system and publishes to the clients of an instance. A message is acknowledged there when all
/// is durable that must be. Any thread.
public final class InboundRule implements ExchangeReceiver {
    private final String instance;
    private final InboundMapping mapping;
    private final Broker broker;
    private final Function<String, @Nullable ClientPolicy> policies;
    private final InboundChecks checks;
    private final RuleFigures figures;
    private final boolean deadLetters;

    private InboundRule(
            String instance,
            Rule rule,
            boolean deadLetters,
            Broker broker,
            Function<String, @Nullable ClientPolicy> policies,
            InboundChecks checks,
            RuleFigures figures) {
        this.instance = instance;
        this.mapping = new InboundMapping(rule.resource());
        this.broker = broker;
        this.policies = policies;
        this.checks = checks;
        this.figures = figures;
        this.deadLetters = deadLetters;
    }

    /// Begins to receive.
    ///
    /// @param since when the rule came to be as it is
    /// @param policies of instances; null for one that is deleted
    /// @param checks what the instance allows
    public static RunningRule run(
            String instance,
            Rule rule,
            RuleOptions.Inbound options,
            Instant since,
            Exchange exchange,
            Broker broker,
            Function<String, @Nullable ClientPolicy> policies,
            InboundChecks checks,
            RuleFigures figures) {
        ConsumerSettings settings = new ConsumerSettings(
                options.group(),
                rule.topic(),
                switch (options.filter()) {
                    case TAG -> ConsumerSettings.Filter.TAG;
                    case SQL92 -> ConsumerSettings.Filter.SQL92;
                },
                options.expression(),
                options.ordered(),
                options.onRefused() == RuleOptions.OnRefused.DEAD_LETTER,
                since);
        ExchangeConsumer consumer = exchange.consume(
                settings, new InboundRule(instance, rule, settings.deadLetters(), broker, policies, checks, figures));
        return new RunningRule() {
            @Override
            public long reconnects() {
                return consumer.reconnects();
            }

            @Override
            public long waiting() {
                return consumer.waiting();
            }

            @Override
            public @Nullable String fault() {
                return consumer.fault();
            }

            @Override
            public void close() {
                consumer.close();
            }
        };
    }

    @Override
    public void waits(String why) {
        figures.waits(why);
    }

    @Override
    public void works() {
        figures.works();
    }

    @Override
    public CompletionStage<Receipt> received(InboundMessage message) {
        ServerMessage mapped;
        try {
            mapped = mapping.map(message);
        } catch (IllegalArgumentException e) {
            return refused("bad_property", message, String.valueOf(e.getMessage()));
        }
        if (cameRound(message, mapped)) {
            figures.carried(1);
            return CompletableFuture.completedFuture(Receipt.TAKEN);
        }
        String why = checks.refusal(instance, mapped);
        if (why != null) {
            return refused("not_allowed", message, why);
        }
        ClientPolicy policy = policies.apply(instance);
        if (policy == null) {
            return CompletableFuture.completedFuture(Receipt.LATER); // the instance is being deleted, and the rule ends
        }
        return broker.publish(instance, policy, mapped).thenApply(this::receipt);
    }

    /// Whether a client of this instance has published it to the same topic, and a rule has sent it out: who is
    /// subscribed has it already. All that leaves has an id that the broker has made for the instance, whatever id its
    /// publisher has given.
    private boolean cameRound(InboundMessage message, ServerMessage mapped) {
        return MessageIds.isOf(instance, message.id())
                && mapped.address().toString().equals(message.properties().get(PropertyNames.TOPIC));
    }

    private Receipt receipt(PublishResult result) {
        String refused = result.refused();
        if (refused == null) {
            figures.carried(1);
            figures.works();
            return Receipt.TAKEN;
        }
        figures.failed("no_room", refused, 1);
        return Receipt.LATER;
    }

    private CompletionStage<Receipt> refused(String reason, InboundMessage message, String why) {
        String what = "message " + message.id();
        figures.dropped(reason, what, deadLetters ? why + "; it goes to the dead letters" : why);
        return CompletableFuture.completedFuture(Receipt.REFUSED);
    }
}
