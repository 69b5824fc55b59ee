package io.hongyan.exchange.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import io.hongyan.exchange.rule.RuleFigures;
import io.hongyan.exchange.spi.ExchangeSender;
import io.hongyan.exchange.spi.OutboundMessage;
import io.hongyan.exchange.spi.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForwarderTest {
    private final Clock clock = new SystemClock();
    private final MemoryStore store = new MemoryStore();
    private final ShardStore shard = store.shard(Runnable::run);
    private final Outbox outbox = store.outbox(new OutboxKey("i", "rule"), OutboxLimits.defaults());
    private final RuleFigures figures = new RuleFigures("i/rule", clock::steadyMillis);
    private final OldestMessage oldest = new OldestMessage(clock);
    private final OtherSystem other = new OtherSystem();
    private final List<Forwarder> forwarders = new ArrayList<>();
    private int numbers;

    /// The other system, as the network makes it look.
    private static final class OtherSystem implements ExchangeSender {
        final List<String> received = new CopyOnWriteArrayList<>();
        final List<Integer> batches = new CopyOnWriteArrayList<>();
        volatile Function<OutboundMessage, SendOutcome> outcome = _ -> SendOutcome.SENT;

        @Override
        public List<SendOutcome> send(String topic, List<OutboundMessage> batch) {
            batches.add(batch.size());
            return batch.stream()
                    .map(message -> {
                        SendOutcome result = outcome.apply(message);
                        if (result instanceof SendOutcome.Sent) {
                            received.add(new String(message.body(), UTF_8));
                        }
                        return result;
                    })
                    .toList();
        }

        @Override
        public long reconnects() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private void append(String text) {
        append(text, label());
    }

    private void append(String text, OutboxLabel label) {
        Message message = new Message(
                Topic.of("a/b"),
                text.getBytes(UTF_8),
                QoS.AT_LEAST_ONCE,
                false,
                io.hongyan.codec.property.Properties.NONE,
                "client",
                Message.NEVER);
        assertThat(outbox.reserve(message)).isTrue();
        shard.append(outbox, message, label);
    }

    private OutboxLabel label() {
        numbers++;
        return new OutboxLabel(new MessageId(0, numbers), false, true);
    }

    private static PendingMessage pending(OutboxEntry entry) {
        return new PendingMessage(
                OutboundMapping.of(entry.message(), entry.label(), 0).message(), "a/b", null);
    }

    private OutboxSource source() {
        return new OutboxSource(outbox, ForwarderTest::pending, oldest);
    }

    private Forwarder forward(MessageSource source) {
        Forwarder forwarder = Forwarder.start("test", source, other, "T", figures);
        forwarders.add(forwarder);
        return forwarder;
    }

    @AfterEach
    void stop() {
        forwarders.forEach(Forwarder::close);
        store.close();
    }

    @Test
    void everything_arrives_in_order_and_leaves_the_outbox() {
        List<String> texts =
                IntStream.range(0, 3000).mapToObj(Integer::toString).toList();
        texts.forEach(this::append);
        forward(source());
        await().until(() -> outbox.stats().messages() == 0);
        assertThat(other.received).isEqualTo(texts);
        assertThat(other.batches).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(1000));
        assertThat(figures.carried()).isEqualTo(3000);
    }

    @Test
    void what_fails_for_a_time_is_sent_again_until_it_does_not() {
        AtomicInteger tries = new AtomicInteger();
        other.outcome = _ -> tries.incrementAndGet() <= 3
                ? new SendOutcome.Later("unreachable", "nobody is there")
                : SendOutcome.SENT;
        append("one");
        forward(source());
        await().until(() -> figures.fault() != null || outbox.stats().messages() == 0);
        await().until(() -> outbox.stats().messages() == 0);
        assertThat(other.received).containsExactly("one");
        assertThat(figures.failed()).containsEntry("unreachable", 3L);
        await().untilAsserted(() -> assertThat(figures.fault()).isNull());
    }

    @Test
    void what_will_never_work_is_counted_and_holds_nothing_back() {
        other.outcome = message -> new String(message.body(), UTF_8).equals("bad")
                ? new SendOutcome.Never("too_large", "it is too large")
                : SendOutcome.SENT;
        append("good");
        append("bad");
        append("next");
        forward(source());
        await().until(() -> outbox.stats().messages() == 0);
        assertThat(other.received).containsExactly("good", "next");
        assertThat(figures.dropped()).containsEntry("too_large", 1L);
    }

    @Test
    void a_plug_in_that_throws_loses_nothing() {
        AtomicInteger tries = new AtomicInteger();
        other.outcome = _ -> {
            if (tries.getAndIncrement() == 0) {
                throw new IllegalStateException("a bug");
            }
            return SendOutcome.SENT;
        };
        append("one");
        forward(source());
        await().until(() -> outbox.stats().messages() == 0);
        assertThat(other.received).containsExactly("one");
        assertThat(figures.failed()).containsEntry("plugin_error", 1L);
    }

    @Test
    void the_next_forwarder_sends_what_the_last_one_has_left() {
        other.outcome = _ -> new SendOutcome.Later("unreachable", "nobody is there");
        append("one");
        append("two");
        Forwarder first = forward(source());
        await().until(() -> !figures.failed().isEmpty());
        first.close();
        other.outcome = _ -> SendOutcome.SENT;
        forward(source());
        await().until(() -> outbox.stats().messages() == 0);
        assertThat(other.received).containsExactly("one", "two");
    }

    @Test
    void how_long_the_oldest_message_has_waited_is_known_with_and_without_a_forwarder() {
        long hour = 3_600_000;
        Clock before = new Clock() {
            @Override
            public long wallMillis() {
                return clock.wallMillis() - hour;
            }

            @Override
            public long steadyMillis() {
                return clock.steadyMillis();
            }
        };
        MessageId id = new MessageIds(before, new Random(1)).next("i");
        oldest.look(outbox);
        assertThat(oldest.ageMillis()).isZero();
        append("one", new OutboxLabel(id, false, true));
        oldest.look(outbox);
        await().untilAsserted(() -> assertThat(oldest.ageMillis()).isBetween(hour, 2 * hour));
        forward(source());
        await().untilAsserted(() -> assertThat(oldest.ageMillis()).isZero());
    }

    @Test
    void who_waits_for_a_message_in_memory_is_told_once_whoever_sends_it() {
        MemoryQueue queue = new MemoryQueue(clock);
        AtomicInteger told = new AtomicInteger();
        Message message = Message.ofServer(Topic.of("a"), "one".getBytes(UTF_8), QoS.AT_LEAST_ONCE, false);
        other.outcome = _ -> new SendOutcome.Later("unreachable", "nobody is there");
        assertThat(queue.offer(message, label(), told::incrementAndGet)).isTrue();
        Forwarder first = forward(queue);
        await().until(() -> !figures.failed().isEmpty());
        first.close();
        assertThat(told).hasValue(0);
        other.outcome = _ -> SendOutcome.SENT;
        forward(queue);
        await().until(() -> queue.size() == 0);
        assertThat(told).hasValue(1);
        assertThat(other.received).containsExactly("one");
    }

    @Test
    void a_full_queue_in_memory_takes_nothing_more() {
        MemoryQueue queue = new MemoryQueue(clock);
        Message message = Message.ofServer(Topic.of("a"), new byte[10], QoS.AT_MOST_ONCE, false);
        for (int i = 0; i < MemoryQueue.MOST_MESSAGES; i++) {
            assertThat(queue.offer(message, label(), null)).isTrue();
        }
        assertThat(queue.offer(message, label(), null)).isFalse();
        assertThat(queue.room()).isZero();
        forward(queue);
        await().until(() -> queue.size() == 0);
        assertThat(queue.room()).isEqualTo(1);
    }
}
