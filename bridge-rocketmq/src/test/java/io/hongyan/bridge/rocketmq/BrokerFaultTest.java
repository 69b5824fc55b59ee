package io.hongyan.bridge.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.exchange.spi.ConsumerSettings;
import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeConsumer;
import io.hongyan.exchange.spi.ExchangeReceiver.Receipt;
import io.hongyan.exchange.spi.ExchangeSender;
import io.hongyan.exchange.spi.ExchangeSettings;
import io.hongyan.exchange.spi.OutboundMessage;
import io.hongyan.exchange.spi.SendOutcome;
import io.hongyan.rocketmq.server.RocketMq;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The broker is stopped, killed and started again while messages are sent as the service does: what is to come later
/// is sent again, before anything else.
@ExtendWith(WithRocketMq.class)
class BrokerFaultTest {
    private static final int KEYS = 4;

    private final RocketMq rocketMq;
    private final Business business;

    BrokerFaultTest(RocketMq rocketMq, Business business) {
        this.rocketMq = rocketMq;
        this.business = business;
    }

    /// Sends what it has until all is sent.
    private static final class Outbox {
        private final ExchangeSender sender;
        private final String topic;
        private List<OutboundMessage> waiting = new ArrayList<>();
        private int next;

        Outbox(ExchangeSender sender, String topic) {
            this.sender = sender;
            this.topic = topic;
        }

        void add(int messages) {
            for (int i = 0; i < messages; i++) {
                int number = next++;
                waiting.add(new OutboundMessage(
                        "%032X".formatted(number),
                        "client-" + number % KEYS,
                        number % 2 == 0,
                        "",
                        Map.of("n", "" + number),
                        (number % KEYS + ":" + number).getBytes(UTF_8)));
            }
        }

        List<SendOutcome> send() {
            try {
                List<SendOutcome> outcomes = sender.send(topic, waiting);
                var left = new ArrayList<OutboundMessage>();
                for (int i = 0; i < waiting.size(); i++) {
                    if (outcomes.get(i) instanceof SendOutcome.Later) {
                        left.add(waiting.get(i));
                    } else {
                        assertThat(outcomes.get(i)).isEqualTo(SendOutcome.SENT);
                    }
                }
                waiting = left;
                return outcomes;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        Set<String> reasons() {
            return send().stream()
                    .map(outcome -> outcome instanceof SendOutcome.Later later ? later.reason() : "sent")
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        void drain() {
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> waiting.isEmpty() || send().isEmpty() || waiting.isEmpty());
        }
    }

    @Test
    void nothing_is_lost_and_each_key_stays_in_order_while_the_broker_stops_dies_and_returns() {
        String topic = business.topic(4);
        ConcurrentLinkedQueue<MessageExt> received = business.consume(topic);
        try (Exchange exchange = new RocketMqProvider()
                .open(new ExchangeSettings("rocketmq", "main", List.of(rocketMq.nameServer()), "", "", false, ""))) {
            ExchangeSender sender = exchange.sender("rule");
            var outbox = new Outbox(sender, topic);
            outbox.add(200);
            outbox.drain();

            Set<String> reasons;
            rocketMq.stopBroker();
            try {
                outbox.add(200);
                reasons = outbox.reasons();
            } finally {
                rocketMq.continueBroker();
            }
            // Whoever waits first in vain closes the connection for all.
            assertThat(reasons).isNotEmpty().isSubsetOf(Faults.TIMEOUT, Faults.UNREACHABLE);
            outbox.add(200);
            outbox.drain();

            rocketMq.killBroker();
            try {
                outbox.add(200);
                reasons = outbox.reasons();
            } finally {
                rocketMq.restartBroker();
            }
            assertThat(reasons).isNotEmpty().isSubsetOf(Faults.UNREACHABLE, Faults.NO_ROUTE);
            outbox.add(200);
            outbox.drain();
            assertThat(sender.reconnects()).isBetween(2L, 4L);

            await().atMost(Duration.ofSeconds(40)).until(() -> numbers(received).size() == outbox.next);
        }
        assertInOrder(received);
    }

    @Test
    void a_consumer_tells_that_the_broker_was_lost_and_goes_on() {
        String topic = business.topic(1);
        try (Exchange exchange = new RocketMqProvider()
                .open(new ExchangeSettings("rocketmq", "main", List.of(rocketMq.nameServer()), "", "", false, ""))) {
            var received = new ConcurrentLinkedQueue<String>();
            ExchangeConsumer consumer = exchange.consume(
                    new ConsumerSettings(
                            Business.name("group"),
                            topic,
                            ConsumerSettings.Filter.TAG,
                            "*",
                            false,
                            false,
                            Instant.EPOCH),
                    message -> {
                        received.add(new String(message.body(), UTF_8));
                        return CompletableFuture.completedFuture(Receipt.TAKEN);
                    });
            await().until(() -> consumer.fault() == null);
            assertThat(consumer.reconnects()).isZero();

            rocketMq.stopBroker();
            try {
                await().atMost(Duration.ofSeconds(40)).until(() -> consumer.fault() != null);
            } finally {
                rocketMq.continueBroker();
            }
            await().atMost(Duration.ofSeconds(40)).until(() -> consumer.fault() == null);
            assertThat(consumer.reconnects()).isEqualTo(1);

            business.send(topic, "", "afterwards", Map.of());
            await().atMost(Duration.ofSeconds(40)).until(() -> received.contains("afterwards"));
        }
    }

    private static Set<Integer> numbers(ConcurrentLinkedQueue<MessageExt> received) {
        return received.stream()
                .map(message -> Integer.valueOf(message.getProperty("n")))
                .collect(Collectors.toSet());
    }

    /// A message may come twice, but one that comes for the first time is after all of its key that came before.
    private static void assertInOrder(ConcurrentLinkedQueue<MessageExt> received) {
        var last = new int[KEYS];
        var seen = new TreeSet<Integer>();
        for (MessageExt message : received) {
            int number = Integer.parseInt(message.getProperty("n"));
            if (seen.add(number)) {
                assertThat(number).isGreaterThanOrEqualTo(last[number % KEYS]);
                last[number % KEYS] = number;
            }
        }
    }
}
