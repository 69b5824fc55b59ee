package io.hongyan.bridge.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeSender;
import io.hongyan.exchange.spi.ExchangeSettings;
import io.hongyan.exchange.spi.OutboundMessage;
import io.hongyan.exchange.spi.SendOutcome;
import io.hongyan.rocketmq.server.RocketMq;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithRocketMq.class)
class RemotingSenderTest {
    private final RocketMq rocketMq;
    private final Business business;
    private Exchange exchange;
    private ExchangeSender sender;

    RemotingSenderTest(RocketMq rocketMq, Business business) {
        this.rocketMq = rocketMq;
        this.business = business;
    }

    @BeforeEach
    void open() {
        exchange = new RocketMqProvider().open(settings());
        sender = exchange.sender("rule-1");
    }

    private ExchangeSettings settings() {
        return new ExchangeSettings("rocketmq", "main", List.of(rocketMq.nameServer()), "", "", false, "");
    }

    @AfterEach
    void close() {
        sender.close();
        exchange.close();
    }

    private static String id(int number) {
        return "%032X".formatted(number);
    }

    private static OutboundMessage message(int number, String key, boolean ordered, String body) {
        return new OutboundMessage(id(number), key, ordered, "", Map.of(), body.getBytes(UTF_8));
    }

    @Test
    void a_message_arrives_with_its_id_tag_and_properties() throws Exception {
        String topic = business.topic(2);
        ConcurrentLinkedQueue<MessageExt> received = business.consume(topic);
        Map<String, String> properties = Map.of("mqttSecondTopic", "/a/温度", "qoslevel", "1", "clientId", "GID@@@1");
        List<OutboundMessage> batch = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            batch.add(new OutboundMessage(id(i), "key", false, "tag-a", properties, ("body " + i).getBytes(UTF_8)));
        }

        assertThat(sender.send(topic, batch)).containsOnly(SendOutcome.SENT);
        assertThat(sender.send(topic, List.of(message(4, "key", false, "body 4"))))
                .containsOnly(SendOutcome.SENT);

        await().until(() -> received.size() == 5);
        assertThat(received).extracting(MessageExt::getMsgId).containsExactly(id(0), id(1), id(2), id(3), id(4));
        MessageExt first = received.peek();
        assertThat(first.getTags()).isEqualTo("tag-a");
        assertThat(first.getProperties()).containsAllEntriesOf(properties);
        assertThat(new String(first.getBody(), UTF_8)).isEqualTo("body 0");
    }

    @Test
    void eight_keys_of_a_thousand_messages_stay_in_order() throws Exception {
        String topic = business.topic(4);
        ConcurrentLinkedQueue<MessageExt> received = business.consume(topic);
        for (int from = 0; from < 1_000; from += 100) {
            var batch = new ArrayList<OutboundMessage>();
            for (int i = from; i < from + 100; i++) {
                for (int key = 0; key < 8; key++) {
                    batch.add(message(i * 8 + key, "GID_x@@@" + key, key % 2 == 0, key + ":" + i));
                }
            }
            assertThat(sender.send(topic, batch)).containsOnly(SendOutcome.SENT);
        }

        await().until(() -> received.size() >= 8_000);
        Map<String, List<Integer>> byKey = received.stream()
                .map(message -> new String(message.getBody(), UTF_8).split(":"))
                .collect(Collectors.groupingBy(
                        parts -> parts[0],
                        Collectors.mapping(parts -> Integer.valueOf(parts[1]), Collectors.toList())));
        assertThat(byKey).hasSize(8);
        byKey.values().forEach(numbers -> assertThat(numbers).isSorted().hasSize(1_000));
        assertThat(received.stream().map(MessageExt::getQueueId).distinct().count())
                .isGreaterThan(1);
    }

    @Test
    void each_queue_keeps_the_order_of_a_key_when_the_number_of_queues_changes() throws Exception {
        String topic = business.topic(2);
        var later = new AtomicLong();
        try (var other = new RemotingExchange(settings(), () -> NanoClock.SYSTEM.nanos() + later.get())) {
            ExchangeSender changing = other.sender("rule");
            for (int i = 0; i < 20; i++) {
                var batch = new ArrayList<OutboundMessage>();
                for (int key = 0; key < 8; key++) {
                    batch.add(message(i * 8 + key, "client-" + key, true, key + ":" + i));
                }
                assertThat(changing.send(topic, batch)).containsOnly(SendOutcome.SENT);
                if (i == 9) {
                    business.topic(topic, 6);
                    later.addAndGet(TimeUnit.MINUTES.toNanos(1));
                }
            }
        }
        ConcurrentLinkedQueue<MessageExt> received = business.consume(topic);
        await().until(() -> received.size() >= 160);
        Map<String, List<Integer>> byKeyAndQueue = received.stream()
                .collect(Collectors.groupingBy(
                        message -> text(message).split(":", 2)[0] + " in " + message.getQueueId(),
                        Collectors.mapping(
                                message -> Integer.valueOf(text(message).split(":", 2)[1]), Collectors.toList())));
        byKeyAndQueue.values().forEach(numbers -> assertThat(numbers).isSorted());
        assertThat(received.stream().map(MessageExt::getQueueId).distinct().count())
                .isGreaterThan(2);
    }

    private static String text(MessageExt message) {
        return new String(message.getBody(), UTF_8);
    }

    @Test
    void batches_larger_than_a_message_may_be_are_split() throws Exception {
        String topic = business.topic(2);
        ConcurrentLinkedQueue<MessageExt> received = business.consume(topic);
        var batch = new ArrayList<OutboundMessage>();
        for (int i = 0; i < 60; i++) {
            batch.add(new OutboundMessage(id(i), "key", true, "", Map.of(), new byte[100 * 1024]));
        }
        assertThat(sender.send(topic, batch)).containsOnly(SendOutcome.SENT);
        byte[] large = new byte[exchange.maxBodyBytes()];
        assertThat(sender.send(topic, List.of(new OutboundMessage(id(60), "key", true, "", Map.of(), large))))
                .containsOnly(SendOutcome.SENT);

        await().until(() -> received.size() == 61);
        assertThat(received).extracting(MessageExt::getMsgId).isSorted();
    }

    @Test
    void what_can_never_be_sent_holds_up_nothing_and_is_named() throws Exception {
        String topic = business.topic(1);
        ConcurrentLinkedQueue<MessageExt> received = business.consume(topic);
        List<OutboundMessage> batch = List.of(
                message(1, "key", true, "first"),
                new OutboundMessage(id(2), "key", true, "", Map.of(), new byte[0]),
                new OutboundMessage(id(3), "key", true, "", Map.of(), new byte[exchange.maxBodyBytes() + 1]),
                new OutboundMessage(id(4), "key", true, "", Map.of("KEYS", "1"), new byte[1]),
                new OutboundMessage(id(5), "key", true, "", Map.of("a", "x\u0001y"), new byte[1]),
                new OutboundMessage(id(6), "key", true, "", Map.of("a", "温".repeat(11_000)), new byte[1]),
                new OutboundMessage(id(7), "key", true, "", Map.of("a", "x".repeat(31_000)), new byte[1]),
                message(8, "key", true, "last"));

        List<SendOutcome> outcomes = sender.send(topic, batch);
        assertThat(outcomes.stream().map(RemotingSenderTest::reason))
                .containsExactly("sent", "illegal", "too_large", "illegal", "illegal", "too_large", "sent", "sent");
        assertThat(outcomes.get(3).toString()).contains(id(4), "KEYS");
        await().until(() -> received.size() == 3);
        assertThat(received).extracting(MessageExt::getMsgId).containsExactly(id(1), id(7), id(8));
    }

    private static String reason(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Sent sent -> "sent";
            case SendOutcome.Later later -> "later: " + later.reason();
            case SendOutcome.Never never -> never.reason();
        };
    }

    @Test
    void a_missing_topic_is_named_and_not_made() throws Exception {
        String topic = Business.name("missing");
        assertThat(sender.send(topic, List.of(message(1, "", false, "x"))))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.toString()).contains("no_route", topic, "does not exist"));
        assertThat(exchange.check(List.of(topic))).hasSize(1);
    }

    @Test
    void without_a_name_server_all_comes_later_and_soon() throws Exception {
        try (var nowhere = new RemotingExchange(
                new ExchangeSettings("rocketmq", "main", List.of("127.0.0.1:1"), "", "", false, ""),
                NanoClock.SYSTEM)) {
            assertThat(nowhere.sender("rule").send("topic", List.of(message(1, "", false, "x"))))
                    .singleElement()
                    .satisfies(outcome -> assertThat(outcome.toString()).contains("unreachable", "127.0.0.1:1"));
        }
    }

    @Test
    void messages_without_a_key_spread_over_the_queues() throws Exception {
        String topic = business.topic(4);
        ConcurrentLinkedQueue<MessageExt> received = business.consume(topic);
        var batch = new ArrayList<OutboundMessage>();
        for (int i = 0; i < 1_000; i++) {
            batch.add(message(i, "", false, "x"));
        }
        assertThat(sender.send(topic, batch)).containsOnly(SendOutcome.SENT);
        await().until(() -> received.size() == 1_000);
        assertThat(received.stream().map(MessageExt::getQueueId).distinct().count())
                .isEqualTo(4);
    }
}
