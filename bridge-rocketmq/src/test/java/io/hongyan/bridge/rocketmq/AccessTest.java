package io.hongyan.bridge.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.exchange.spi.ConsumerSettings;
import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeConsumer;
import io.hongyan.exchange.spi.ExchangeReceiver.Receipt;
import io.hongyan.exchange.spi.ExchangeSettings;
import io.hongyan.exchange.spi.InboundMessage;
import io.hongyan.exchange.spi.OutboundMessage;
import io.hongyan.exchange.spi.SendOutcome;
import io.hongyan.rocketmq.server.RocketMq;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A broker that asks for AccessKeys, takes small messages only, and does not filter by conditions.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
    /// RocketMQ 4.9 asks for seven characters.
    static final String OWNER = "owner-key";
    static final String GUEST = "guest-key";
    static final String OWNER_SECRET = "owner-secret";
    static final String GUEST_SECRET = "guest-secret";

    private RocketMq rocketMq;
    private Business business;
    private String topic;

    @BeforeAll
    void start() throws Exception {
        rocketMq = startRocketMq();
        business = new Business(rocketMq, OWNER, OWNER_SECRET);
        topic = business.topic(2);
        makeGuest(business);
    }

    /// With the owner, who may all.
    RocketMq startRocketMq() throws Exception {
        return new RocketMq(
                Business.folder("access"),
                Map.of(
                        "authenticationEnabled", "true",
                        "authenticationMetadataProvider",
                                "org.apache.rocketmq.auth.authentication.provider.LocalAuthenticationMetadataProvider",
                        "authorizationEnabled", "true",
                        "authorizationMetadataProvider",
                                "org.apache.rocketmq.auth.authorization.provider.LocalAuthorizationMetadataProvider",
                        "initAuthenticationUser",
                                "{\"username\":\"" + OWNER + "\",\"password\":\"" + OWNER_SECRET + "\"}",
                        "innerClientAuthenticationCredentials",
                                "{\"accessKey\":\"" + OWNER + "\",\"secretKey\":\"" + OWNER_SECRET + "\"}",
                        "maxMessageSize", "100000",
                        "enablePropertyFilter", "false"));
    }

    /// Who may nothing.
    void makeGuest(Business owner) {
        owner.user(GUEST, GUEST_SECRET);
    }

    @AfterAll
    void end() {
        business.close();
        rocketMq.close();
    }

    private Exchange open(String key, String secret) {
        return new RocketMqProvider()
                .open(new ExchangeSettings("rocketmq", "main", List.of(rocketMq.nameServer()), key, secret, false, ""));
    }

    private static OutboundMessage message(int number, int length) {
        return new OutboundMessage(
                "%032X".formatted(number),
                "key",
                true,
                "",
                Map.of(),
                "x".repeat(length).getBytes(UTF_8));
    }

    @Test
    void the_owner_may_all() throws Exception {
        var received = new ConcurrentLinkedQueue<InboundMessage>();
        try (Exchange exchange = open(OWNER, OWNER_SECRET)) {
            assertThat(exchange.check(List.of(topic))).isEmpty();
            ExchangeConsumer consumer = exchange.consume(
                    new ConsumerSettings(
                            "owners", topic, ConsumerSettings.Filter.TAG, "*", false, false, Instant.EPOCH),
                    message -> {
                        received.add(message);
                        return CompletableFuture.completedFuture(Receipt.TAKEN);
                    });
            await().until(() -> consumer.fault() == null);
            OutboundMessage sent = message(100, 1);
            assertThat(exchange.sender("rule").send(topic, List.of(sent))).containsOnly(SendOutcome.SENT);
            await().until(() ->
                    received.stream().anyMatch(message -> message.id().equals(sent.id())));
        }
    }

    @Test
    void a_wrong_secret_and_a_missing_right_are_told() throws Exception {
        for (String[] login : new String[][] {{OWNER, "wrong-secret"}, {GUEST, GUEST_SECRET}, {"", ""}}) {
            try (Exchange exchange = open(login[0], login[1])) {
                assertThat(exchange.check(List.of(topic)))
                        .hasSize(2)
                        .allMatch(sentence -> sentence.contains("topic " + topic + " may not be")
                                && sentence.contains(login[0].isEmpty() ? "without" : login[0])
                                && sentence.contains(rocketMq.broker()));
                SendOutcome outcome = exchange.sender("rule")
                        .send(topic, List.of(message(1, 1)))
                        .getFirst();
                assertThat(outcome).isInstanceOf(SendOutcome.Later.class);
                assertThat(((SendOutcome.Later) outcome).reason()).isEqualTo(Faults.NO_PERMISSION);
            }
        }
    }

    @Test
    void who_may_not_consume_is_told() {
        try (Exchange exchange = open(GUEST, GUEST_SECRET)) {
            ExchangeConsumer consumer = exchange.consume(
                    new ConsumerSettings(
                            "guests", topic, ConsumerSettings.Filter.TAG, "*", false, false, Instant.EPOCH),
                    message -> CompletableFuture.completedFuture(Receipt.TAKEN));
            await().until(() -> String.valueOf(consumer.fault()).contains(GUEST));
        }
    }

    @Test
    void one_message_that_the_broker_refuses_does_not_take_its_batch_along() throws Exception {
        try (Exchange exchange = open(OWNER, OWNER_SECRET)) {
            var batch = new ArrayList<OutboundMessage>();
            for (int i = 0; i < 10; i++) {
                batch.add(message(i, i == 5 ? 120_000 : 1_000));
            }
            List<SendOutcome> outcomes = exchange.sender("rule").send(topic, batch);
            for (int i = 0; i < 10; i++) {
                if (i == 5) {
                    assertThat(outcomes.get(i)).isInstanceOf(SendOutcome.Never.class);
                    assertThat(((SendOutcome.Never) outcomes.get(i)).reason()).isEqualTo(Faults.TOO_LARGE);
                } else {
                    assertThat(outcomes.get(i)).isEqualTo(SendOutcome.SENT);
                }
            }
        }
    }

    @Test
    void a_broker_without_filter_by_conditions_is_told() {
        try (Exchange exchange = open(OWNER, OWNER_SECRET)) {
            ExchangeConsumer consumer = exchange.consume(
                    new ConsumerSettings(
                            "filters", topic, ConsumerSettings.Filter.SQL92, "n > 1", false, false, Instant.EPOCH),
                    message -> CompletableFuture.completedFuture(Receipt.TAKEN));
            await().until(() -> String.valueOf(consumer.fault()).contains("enablePropertyFilter=true"));
        }
    }
}
