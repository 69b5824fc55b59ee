package io.hongyan.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The queues of rules as metrics.
class OutboxMetricsTest {
    private final MemoryStore store = new MemoryStore();

    private String page() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.builder().build().write(out, new MetricSnapshots(new OutboxMetrics(store).get()));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void without_rules_there_is_nothing() throws IOException {
        assertThat(page()).isEmpty();
    }

    @Test
    void a_queue_is_left_out() throws IOException {
        store.outbox(OutboxKey.ofQueue("i", "orders"), OutboxLimits.defaults());
        assertThat(page()).isEmpty();
        store.outbox(new OutboxKey("i", "one"), OutboxLimits.defaults());
        assertThat(page()).contains("i/one").doesNotContain("orders");
    }

    @Test
    void each_rule_tells_what_waits_and_what_became_of_the_rest() throws IOException {
        Message message = Message.ofServer(Topic.of("t"), new byte[100], QoS.AT_LEAST_ONCE, false);
        ShardStore shard = store.shard(Runnable::run);
        Outbox first = store.outbox(new OutboxKey("i", "one"), new OutboxLimits(2, 1 << 20));
        store.outbox(new OutboxKey("i", "two"), OutboxLimits.defaults());
        for (int i = 0; i < 5; i++) {
            if (first.reserve(message)) {
                shard.append(first, message, new OutboxLabel(new MessageId(1, i), false, true));
            }
        }
        first.acknowledge(1);
        assertThat(page())
                .contains("hongyan_outbox_messages{rule=\"i/one\"} 1.0")
                .contains("hongyan_outbox_messages{rule=\"i/two\"} 0.0")
                .contains("hongyan_outbox_bytes{rule=\"i/one\"} " + message.bytes() + ".0")
                .contains("hongyan_outbox_appended_total{rule=\"i/one\"} 2.0")
                .contains("hongyan_outbox_acknowledged_total{rule=\"i/one\"} 1.0")
                .contains("hongyan_outbox_refused_total{rule=\"i/one\"} 3.0")
                .contains("hongyan_outbox_lost_total{rule=\"i/one\"} 0.0");
    }
}
