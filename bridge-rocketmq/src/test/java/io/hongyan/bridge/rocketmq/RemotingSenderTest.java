package io.hongyan.bridge.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.bridge.rocketmq.server.RocketMq;
import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeSender;
import io.hongyan.exchange.spi.ExchangeSettings;
import io.hongyan.exchange.spi.OutboundMessage;
import io.hongyan.exchange.spi.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
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
        exchange = new RocketMqProvider()
                .open(new ExchangeSettings("rocketmq", "main", List.of(rocketMq.nameServer()), "", "", false, ""));
        sender = exchange.sender("rule-1");
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
}
