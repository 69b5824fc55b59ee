package io.hongyan.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.auth.AllowAllAuthenticator;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.OpenStore;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.StoreException;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Messages that go into an outbox without being published.
class AwaitedAppendsTest {
    private final StepLoop first = new StepLoop();
    private final StepLoop second = new StepLoop();
    private final MemoryStore store = MemoryStore.lasting();
    private final Outbox queue = store.outbox(OutboxKey.ofQueue("i", "q"), new OutboxLimits(3, 1 << 20));
    private final Broker broker = Broker.start(
            BrokerConfig.defaults(),
            List.of(first, second),
            new AllowAllAuthenticator("i"),
            store,
            event -> {},
            new SystemClock(),
            new Random(1));

    private void turns() {
        while (first.step() || second.step()) {
            // until both have nothing to do
        }
    }

    private CompletableFuture<Boolean> append(String publisher, String text) {
        Message message = new Message(
                Topic.of("t"),
                text.getBytes(UTF_8),
                QoS.AT_LEAST_ONCE,
                false,
                Properties.NONE,
                publisher,
                Message.NEVER,
                null);
        return broker.append(queue, message, OpenStore.LABEL);
    }

    private List<String> texts() {
        return queue.read(0, 10).join().entries().stream()
                .map(entry -> new String(entry.message().payload(), UTF_8))
                .toList();
    }

    @Test
    void what_was_appended_is_there_in_the_order_of_each_publisher() {
        turns();
        var one = append("c1", "1");
        var two = append("c1", "2");
        assertThat(one).isNotDone();
        turns();
        assertThat(one).isCompletedWithValue(true);
        assertThat(two).isCompletedWithValue(true);
        assertThat(texts()).containsExactly("1", "2");
    }

    @Test
    void a_message_that_comes_before_the_broker_is_ready_waits() {
        var early = append("", "early");
        turns();
        assertThat(early).isCompletedWithValue(true);
        assertThat(texts()).containsExactly("early");
    }

    @Test
    void a_full_outbox_answers_no_and_takes_nothing() {
        turns();
        for (int i = 1; i <= 3; i++) {
            var _ = append("c" + i, "m");
        }
        turns();
        var refused = append("c", "refused");
        turns();
        assertThat(refused).isCompletedWithValue(false);
        assertThat(texts()).containsExactly("m", "m", "m");
        assertThat(queue.stats().refused()).isEqualTo(1);
    }

    @Test
    void a_closed_broker_takes_nothing_and_says_so() {
        turns();
        var waiting = append("c", "1");
        broker.close();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(StoreException.class);
        assertThatThrownBy(append("c", "2")::join).hasCauseInstanceOf(StoreException.class);
    }
}
