package io.hongyan.bridge.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.exchange.spi.ConsumerSettings;
import io.hongyan.exchange.spi.ConsumerSettings.Filter;
import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeConsumer;
import io.hongyan.exchange.spi.ExchangeException;
import io.hongyan.exchange.spi.ExchangeReceiver;
import io.hongyan.exchange.spi.ExchangeReceiver.Receipt;
import io.hongyan.exchange.spi.ExchangeSettings;
import io.hongyan.exchange.spi.InboundMessage;
import io.hongyan.rocketmq.server.RocketMq;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("nightly")
@ExtendWith(WithRocketMq.class)
class RemotingConsumerTest {
    private final RocketMq rocketMq;
    private final Business business;
    private final String group = Business.name("group");
    private Exchange exchange;

    RemotingConsumerTest(RocketMq rocketMq, Business business) {
        this.rocketMq = rocketMq;
        this.business = business;
    }

    @BeforeEach
    void open() {
        exchange = new RocketMqProvider()
                .open(new ExchangeSettings("rocketmq", "main", List.of(rocketMq.nameServer()), "", "", false, ""));
    }

    @AfterEach
    void close() {
        exchange.close();
    }

    /// What arrived, and how it is answered.
    private static final class Device implements ExchangeReceiver {
        final ConcurrentLinkedQueue<InboundMessage> received = new ConcurrentLinkedQueue<>();
        final Function<InboundMessage, CompletableFuture<Receipt>> answer;

        final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();

        Device(Function<InboundMessage, CompletableFuture<Receipt>> answer) {
            this.answer = answer;
        }

        @Override
        public CompletableFuture<Receipt> received(InboundMessage message) {
            received.add(message);
            return answer.apply(message);
        }

        @Override
        public void waits(String why) {
            told.add(why);
        }

        @Override
        public void works() {
            told.add("works");
        }

        List<String> bodies() {
            return received.stream().map(Device::body).toList();
        }

        static String body(InboundMessage message) {
            return new String(message.body(), UTF_8);
        }
    }

    private static Device taking() {
        return new Device(message -> CompletableFuture.completedFuture(Receipt.TAKEN));
    }

    private static Device answering(Receipt first) {
        return new Device(message -> CompletableFuture.completedFuture(
                Device.body(message).equals("bad") && message.attempt() == 1 ? first : Receipt.TAKEN));
    }

    private ExchangeConsumer consume(String topic, ExchangeReceiver receiver) {
        return consume(topic, Filter.TAG, "*", false, false, receiver);
    }

    private ExchangeConsumer consume(
            String topic,
            Filter filter,
            String expression,
            boolean ordered,
            boolean deadLetters,
            ExchangeReceiver receiver) {
        ExchangeConsumer consumer = exchange.consume(
                new ConsumerSettings(
                        group,
                        topic,
                        filter,
                        expression,
                        ordered,
                        deadLetters,
                        WallClock.now().plusMillis(1)),
                receiver);
        await().until(() -> consumer.fault() == null);
        return consumer;
    }

    private void send(String topic, String... bodies) {
        for (String body : bodies) {
            business.send(topic, "", body, Map.of());
        }
    }

    @Test
    void a_new_group_begins_at_the_end_and_gets_all_that_the_producer_said() {
        String topic = business.topic(2);
        send(topic, "old 1", "old 2", "old 3", "old 4");
        Device device = taking();
        consume(topic, device);
        String id = business.send(topic, "MQ2MQTT", "new", Map.of("mqttSecondTopic", "/p2p/GID@@@1", "qoslevel", "1"));

        await().until(() -> !device.received.isEmpty());
        InboundMessage message = device.received.element();
        assertThat(message.id()).isEqualTo(id);
        assertThat(message.tag()).isEqualTo("MQ2MQTT");
        assertThat(message.properties())
                .containsExactlyInAnyOrderEntriesOf(Map.of("mqttSecondTopic", "/p2p/GID@@@1", "qoslevel", "1"));
        assertThat(message.attempt()).isEqualTo(1);
        assertThat(device.bodies()).containsExactly("new");
    }

    @Test
    void a_new_group_begins_with_what_was_sent_after_its_rule_was_made_though_its_consumer_starts_later() {
        String topic = business.topic(2);
        send(topic, "old 1", "old 2", "old 3", "old 4");
        Instant made = WallClock.now().plusMillis(1);
        await().until(() -> WallClock.now().isAfter(made));
        send(topic, "new 1", "new 2", "new 3", "new 4");
        Device device = taking();
        exchange.consume(new ConsumerSettings(group, topic, Filter.TAG, "*", false, false, made), device);
        await().until(() -> device.received.size() >= 4);
        send(topic, "last");
        await().until(() -> device.bodies().contains("last"));
        assertThat(device.bodies()).containsExactlyInAnyOrder("new 1", "new 2", "new 3", "new 4", "last");
    }

    @Test
    void a_known_group_goes_on_where_it_was_also_in_queues_that_are_new() {
        String topic = business.topic(1);
        Device first = taking();
        ExchangeConsumer consumer = consume(topic, first);
        send(topic, "1");
        await().until(() -> first.received.size() == 1);
        consumer.close();
        business.topic(topic, 3);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            send(topic, "while away " + i);
            sent.add("while away " + i);
        }

        Device second = taking();
        consume(topic, second);
        await().until(() -> second.received.size() >= 12);
        assertThat(second.bodies()).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void tags_and_conditions_filter() {
        String topic = business.topic(2);
        Device tagged = taking();
        Device large = taking();
        consume(topic, Filter.TAG, "a || b", false, false, tagged).fault();
        ExchangeConsumer consumer = exchange.consume(
                new ConsumerSettings(
                        Business.name("group"), topic, Filter.SQL92, "n > 14 AND n < 20", false, false, Instant.EPOCH),
                large);
        await().until(() -> consumer.fault() == null);
        for (int i = 0; i < 30; i++) {
            business.send(topic, i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "c", "" + i, Map.of("n", "" + i));
        }

        await().until(() -> large.received.size() == 5 && tagged.received.size() == 20);
        assertThat(large.bodies()).containsExactlyInAnyOrder("15", "16", "17", "18", "19");
        assertThat(tagged.received).extracting(InboundMessage::tag).containsOnly("a", "b");
    }

    @Test
    void a_condition_that_nobody_understands_is_told() {
        String topic = business.topic(1);
        ExchangeConsumer consumer = exchange.consume(
                new ConsumerSettings(group, topic, Filter.SQL92, "n >>> 'x", false, false, Instant.EPOCH), taking());

        await().until(() -> String.valueOf(consumer.fault()).contains("'n >>> 'x'"));
        assertThat(consumer.fault()).contains("condition");
    }

    @Test
    void a_missing_topic_is_told_until_it_is_there_and_then_read_from_its_beginning() {
        String topic = Business.name("late");
        Device device = taking();
        ExchangeConsumer consumer = exchange.consume(
                new ConsumerSettings(group, topic, Filter.TAG, "*", false, false, Instant.EPOCH), device);
        await().until(() -> String.valueOf(consumer.fault()).contains("topic " + topic + " does not exist"));

        business.topic(topic, 2);
        send(topic, "1", "2", "3");
        await().until(() -> device.received.size() == 3);
        await().until(() -> consumer.fault() == null && device.told.contains("works"));
        assertThat(device.told.element()).contains("topic " + topic + " does not exist");
    }

    @Test
    void what_is_to_come_later_comes_again_and_holds_up_nothing() {
        String topic = business.topic(1);
        Device device = answering(Receipt.LATER);
        consume(topic, device);
        send(topic, "1", "bad", "2");

        await().until(() -> device.received.size() == 4);
        assertThat(device.bodies()).containsExactly("1", "bad", "2", "bad");
        List<InboundMessage> bad = device.received.stream()
                .filter(message -> Device.body(message).equals("bad"))
                .toList();
        assertThat(bad.get(1).attempt()).isEqualTo(2);
        assertThat(bad.get(1).id()).isEqualTo(bad.get(0).id());
    }

    @Test
    void what_is_refused_goes_to_the_dead_letters_or_nowhere() {
        String topic = business.topic(1);
        Device device = answering(Receipt.REFUSED);
        ExchangeConsumer consumer = consume(topic, Filter.TAG, "*", false, false, device);
        send(topic, "1", "bad", "2");
        await().until(() -> device.received.size() == 3);
        consumer.close();
        assertThat(business.deadLetters(group)).isZero();

        consume(topic, Filter.TAG, "*", false, true, device);
        send(topic, "bad", "3");
        await().until(() -> business.deadLetters(group) == 1);
        await().until(() -> device.received.size() == 5);
        assertThat(device.bodies()).containsExactly("1", "bad", "2", "bad", "3");
    }

    @Test
    void an_ordered_queue_waits_for_what_is_to_come_later_and_not_for_what_is_refused() {
        String topic = business.topic(1);
        Device device = new Device(message -> CompletableFuture.completedFuture(
                switch (Device.body(message)) {
                    case "later" -> message.attempt() == 1 ? Receipt.LATER : Receipt.TAKEN;
                    case "refused" -> Receipt.REFUSED;
                    default -> Receipt.TAKEN;
                }));
        consume(topic, Filter.TAG, "*", true, true, device);
        send(topic, "1", "later", "2", "refused", "3");

        await().until(() -> device.received.size() == 6);
        assertThat(device.bodies()).containsExactly("1", "later", "later", "2", "refused", "3");
        await().until(() -> business.deadLetters(group) == 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_has_no_receipt_comes_again_to_the_next_consumer(boolean ordered) {
        String topic = business.topic(2);
        Device first = new Device(message -> Device.body(message).equals("0")
                ? CompletableFuture.completedFuture(Receipt.TAKEN)
                : new CompletableFuture<>());
        ExchangeConsumer consumer = consume(topic, Filter.TAG, "*", ordered, false, first);
        send(topic, "0");
        await().until(() -> first.received.size() == 1);
        send(topic, "1", "2", "3", "4", "5", "6");
        await().until(() -> first.received.size() >= (ordered ? 3 : 7));
        consumer.close();

        Device second = taking();
        consume(topic, Filter.TAG, "*", ordered, false, second);
        await().until(() -> second.received.size() >= 6);
        assertThat(second.bodies()).contains("1", "2", "3", "4", "5", "6").hasSizeLessThanOrEqualTo(7);
    }

    @Test
    void no_more_than_256_messages_are_open_at_once() {
        String topic = business.topic(4);
        List<CompletableFuture<Receipt>> open = new ArrayList<>();
        Device device = new Device(message -> {
            var receipt = new CompletableFuture<Receipt>();
            synchronized (open) {
                open.add(receipt);
            }
            return receipt;
        });
        ExchangeConsumer consumer = consume(topic, device);
        for (int i = 0; i < 600; i++) {
            send(topic, "" + i);
        }
        int answered = 0;
        int most = 0;
        while (answered < 600) {
            int before = answered;
            await().until(() -> device.received.size() > before);
            List<CompletableFuture<Receipt>> now;
            synchronized (open) {
                now = List.copyOf(open);
                open.clear();
            }
            most = Math.max(most, now.size());
            now.forEach(receipt -> receipt.complete(Receipt.TAKEN));
            answered += now.size();
        }
        assertThat(most).isLessThanOrEqualTo(256);
        assertThat(device.received).hasSize(600);
        await().atMost(Duration.ofSeconds(20)).until(() -> consumer.waiting() == 0);
    }

    @Test
    void compressed_bodies_are_read() {
        String topic = business.topic(1);
        Device device = taking();
        consume(topic, device);
        List<String> bodies = business.sendCompressed(topic, 20_000, Map.of());

        await().until(() -> device.received.size() == bodies.size());
        assertThat(device.bodies()).containsExactlyInAnyOrderElementsOf(bodies);
    }

    @Test
    void a_group_serves_one_rule() {
        String topic = business.topic(1);
        ExchangeConsumer consumer = consume(topic, taking());

        assertThatThrownBy(() -> consume(topic, taking()))
                .isInstanceOf(ExchangeException.class)
                .hasMessageContaining(group);
        consumer.close();
        consume(topic, taking()).close();
    }

    @Test
    void names_that_cannot_be_are_refused() {
        assertThatThrownBy(() -> consume("a topic", taking()))
                .isInstanceOf(ExchangeException.class)
                .hasMessageContaining("'a topic'");
    }
}
