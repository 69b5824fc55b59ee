package io.hongyan.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.metadata.MemoryMetadataStore;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleOptions;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import io.hongyan.exchange.plugin.Plugins;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Outboxes and the rules that the metadata knows.
class ExchangesTest {
    private final Clock clock = new SystemClock();
    private final MemoryStore store = new MemoryStore();
    private final Metadata metadata = Metadata.open(new MemoryMetadataStore(), clock, new Random(1));

    @BeforeEach
    void make() {
        metadata.createInstance("plant", Profile.OPEN);
        metadata.createConnection(new ExchangeConnection(
                "main", ExchangeConnection.ROCKETMQ, List.of("127.0.0.1:9876"), "", "", false, ""));
        metadata.createRule("plant", Rule.of("orders-out", "main", "orders", "T", RuleOptions.Outbound.defaults()));
    }

    private Exchanges exchanges() {
        return new Exchanges(metadata, store, new Plugins(Path.of("none")), clock);
    }

    private Outbox withMessage(OutboxKey key) {
        Outbox outbox = store.outbox(key, OutboxLimits.defaults());
        Message message = Message.ofServer(Topic.of("t"), new byte[1], QoS.AT_LEAST_ONCE, false);
        assertThat(outbox.reserve(message)).isTrue();
        store.shard(Runnable::run).append(outbox, message, new OutboxLabel(new MessageId(1, 2), false, true));
        return outbox;
    }

    @Test
    void what_waits_for_a_deleted_rule_is_discarded_at_a_start_and_what_waits_in_a_queue_is_not() {
        Outbox rule = withMessage(new OutboxKey("plant", "orders-out"));
        Outbox deleted = withMessage(new OutboxKey("plant", "deleted"));
        Outbox queue = withMessage(OutboxKey.ofQueue("plant", "orders"));
        exchanges().close();
        assertThat(rule.stats().messages()).isEqualTo(1);
        assertThat(deleted.stats().messages()).isZero();
        assertThat(queue.stats().messages()).isEqualTo(1);
    }

    @Test
    void a_topic_has_its_rule_and_another_topic_has_none() {
        try (Exchanges exchanges = exchanges()) {
            assertThat(exchanges.outbound("plant").find(Topic.of("orders/a"), true))
                    .extracting(rule -> rule.name())
                    .containsExactly("rule orders-out");
            assertThat(exchanges.outbound("plant").find(Topic.of("else"), true)).isSameAs(List.of());
            assertThat(exchanges.outbound("plant").find(Topic.of("orders/a"), false))
                    .as("it sends on what clients publish")
                    .isEmpty();
        }
    }
}
