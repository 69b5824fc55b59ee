package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.config.ConnectionLimits;
import io.hongyan.broker.config.SessionLimits;
import io.hongyan.broker.event.Counter;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two healthy clients exchange messages at every QoS and lose none while others attack, and the broker counts the
/// attacks.
class AttackTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture(QoS.EXACTLY_ONCE, AttackTest::narrow);

    private static final int ROUNDS = 50;
    private static final int QUEUE = 200;
    private static final int SESSIONS = 300;
    private static final int SLOW_ONES = 40;

    private static BrokerConfig narrow(BrokerConfig config) {
        SessionLimits usual = config.session();
        SessionLimits session = new SessionLimits(
                usual.maxExpiry(),
                usual.maxInflight(),
                QUEUE,
                usual.maxQueuedBytes(),
                usual.onFull(),
                usual.maxSubscriptions(),
                SESSIONS);
        return config.withSession(session).withFlood(new ConnectionLimits(0, 0, 0, 1000));
    }

    @Test
    void others_are_served_during_a_flood_of_malformed_packets() {
        SplittableRandom random = new SplittableRandom(20);
        during(200, i -> {
            try (RawClient client = client().connect(Connecting.as(Version.MQTT_5, "malformed"))) {
                client.expectAccepted();
                client.send(i % 2 == 0 ? garbage(random) : Packets.hex("36 05 00 01 'a' 00 00"))
                        .expectEnd();
            }
        });
        assertThat(STAGE.facts().count("disconnected MALFORMED_PACKET")).isGreaterThanOrEqualTo(100);
    }

    private static byte[] garbage(SplittableRandom random) {
        byte[] bytes = new byte[100];
        random.nextBytes(bytes);
        return Packets.frame(0, bytes);
    }

    @Test
    void others_are_served_during_connects_that_come_byte_by_byte_and_never_end() {
        byte[] connect = RawClient.bytes(Connecting.as(Version.MQTT_5, "slow").packet(), Version.MQTT_5);
        List<RawClient> slow = new ArrayList<>();
        long before = STAGE.facts().count("connect refused UNSPECIFIED_ERROR");
        for (int i = 0; i < SLOW_ONES; i++) {
            slow.add(STAGE.open());
        }
        during(SLOW_ONES * (connect.length - 1), i -> {
            int at = i / SLOW_ONES;
            if (at < connect.length - 1) {
                slow.get(i % SLOW_ONES).send(new byte[] {connect[at]});
            }
        });
        STAGE.clock().advance(Duration.ofSeconds(11));
        slow.forEach(RawClient::expectClosed);
        STAGE.facts().await("connect refused UNSPECIFIED_ERROR", before + SLOW_ONES);
    }

    @Test
    void others_are_served_during_a_flood_of_connections_that_say_nothing() {
        during(500, _ -> client().drop(true));
        expectOnlyTheHealthyPair();
    }

    @Test
    void others_are_served_during_more_connections_of_one_address_than_it_may_have() throws IOException {
        InetAddress attacker = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        List<RawClient> open = new ArrayList<>();
        try {
            during(1200, _ -> open.add(new RawClient(STAGE.broker().port(), attacker)));
            STAGE.facts().await("connect refused CONNECTION_RATE_EXCEEDED", 200);
        } finally {
            open.forEach(client -> client.drop(true));
        }
        expectOnlyTheHealthyPair();
        try (RawClient again = new RawClient(STAGE.broker().port(), attacker)) {
            again.connect(Connecting.as(Version.MQTT_5, "again")).expectAccepted();
        }
    }

    @Test
    void others_are_served_during_a_flood_of_pings_by_some_who_read_the_answers_and_some_who_do_not() {
        long before = STAGE.broker().stats().value(Counter.PACKETS_RECEIVED);
        RawClient deaf = STAGE.client(Version.MQTT_5);
        RawClient polite = STAGE.client(Version.MQTT_5);
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Void>> attackers =
                List.of(attacker(over, () -> deaf.send(pings(4096))), attacker(over, () -> {
                    polite.send(pings(64));
                    for (int i = 0; i < 64; i++) {
                        polite.expect(Received.PINGRESP);
                    }
                }));
        try (HealthyPair.Rounds rounds = STAGE.healthy().rounds()) {
            rounds.awaitMore(ROUNDS);
            await().until(() -> STAGE.broker().stats().value(Counter.PACKETS_RECEIVED) > before + 1_000_000);
            rounds.awaitMore(ROUNDS);
        }
        over.set(true);
        deaf.drop(true);
        attackers.forEach(CompletableFuture::join);
    }

    private static CompletableFuture<Void> attacker(AtomicBoolean over, Runnable strike) {
        return CompletableFuture.runAsync(
                () -> {
                    while (!over.get()) {
                        strike.run();
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private static byte[] pings(int count) {
        byte[] bytes = new byte[2 * count];
        for (int i = 0; i < count; i++) {
            bytes[2 * i] = (byte) 0xc0;
        }
        return bytes;
    }

    @Test
    void others_are_served_during_a_stream_to_a_subscriber_that_never_reads() {
        String topic = STAGE.name();
        STAGE.client(Version.MQTT_3_1_1).subscribe(QoS.AT_MOST_ONCE, topic);
        RawClient publisher = STAGE.client(Version.MQTT_3_1_1);
        String text = "x".repeat(50_000);
        during(400, _ -> publisher.publish(topic, text).expectNothing());
        STAGE.facts().await("dropped BACKLOG_FULL", 1);
    }

    @Test
    void others_are_served_during_a_stream_to_a_subscriber_that_never_acknowledges() {
        String topic = STAGE.name();
        STAGE.client(Version.MQTT_5).subscribe(QoS.AT_LEAST_ONCE, topic);
        RawClient publisher = STAGE.client(Version.MQTT_5);
        during(1000, i -> publisher.publishAndWait(topic, "message " + i));
        STAGE.facts()
                .await(
                        "dropped QUEUE_FULL",
                        1000 - QUEUE - SessionLimits.defaults().maxInflight());
    }

    @Test
    void others_are_served_during_a_flood_of_sessions_that_want_to_stay() {
        during(SESSIONS + 100, i -> {
            try (RawClient client =
                    client().connect(Connecting.as(Version.MQTT_5, "flood" + i).lasting())) {
                Received answer = client.expect(Received.CONNACK);
                assertThat(answer.reason()).isIn(0, ReasonCode.QUOTA_EXCEEDED.code());
            }
        });
        assertThat(STAGE.facts().count("connect refused QUOTA_EXCEEDED")).isGreaterThanOrEqualTo(100);
        assertThat(STAGE.broker().stats().sessions()).isLessThanOrEqualTo(SESSIONS);
        STAGE.clock().advance(Duration.ofHours(2));
        await().until(() -> STAGE.broker().stats().sessions() == 2);
        STAGE.client(Version.MQTT_5);
    }

    @Test
    void others_are_served_during_subscribes_to_ten_thousand_filters_at_once() {
        List<Subscription> wishes = IntStream.range(0, 10_000)
                .mapToObj(i -> new Subscription("flood/" + i % 100 + "/" + i, QoS.AT_LEAST_ONCE))
                .toList();
        byte[] subscribe = RawClient.bytes(new Subscribe(1, wishes, Properties.NONE), Version.MQTT_5);
        during(10, _ -> {
            try (RawClient client = client().connect(Connecting.as(Version.MQTT_5, "greedy"))) {
                client.expectAccepted();
                client.send(subscribe);
                assertThat(client.expect(Received.SUBACK).reasons()).hasSize(10_000);
            }
        });
        STAGE.awaitGone("greedy");
        assertThat(STAGE.broker().stats().subscriptions()).isOne();
        List<Subscription> more = new ArrayList<>(wishes);
        more.add(new Subscription("one/more", QoS.AT_LEAST_ONCE));
        STAGE.client(Version.MQTT_5)
                .send(new Subscribe(1, more, Properties.NONE))
                .expectEnd();
    }

    @Test
    void others_are_served_during_topics_and_filters_of_65535_levels() {
        RawClient client = STAGE.client(Version.MQTT_5);
        String deep = "/".repeat(65_535);
        Subscribe subscribe = new Subscribe(1, List.of(new Subscription(deep, QoS.AT_LEAST_ONCE)), Properties.NONE);
        during(100, _ -> {
            client.publish(deep, "x", QoS.AT_LEAST_ONCE, 1);
            assertThat(client.expect(Received.PUBACK).reason()).isEqualTo(ReasonCode.TOPIC_NAME_INVALID.code());
            client.send(subscribe);
            assertThat(client.expect(Received.SUBACK).reasons())
                    .containsExactly(ReasonCode.TOPIC_FILTER_INVALID.code());
        });
        STAGE.facts().await("publish refused TOPIC_NAME_INVALID", 100);
        STAGE.facts().await("subscribe refused TOPIC_FILTER_INVALID", 100);
    }

    @Test
    void others_are_served_during_a_fight_of_many_over_one_client_id() {
        during(200, i -> {
            RawClient client = STAGE.connected(
                    Connecting.as(Version.MQTT_5, "fight").with(Property.SESSION_EXPIRY_INTERVAL, i % 2));
            if (i % 10 == 9) {
                client.close();
            }
        });
        STAGE.facts().await("disconnected SESSION_TAKEN_OVER", 100);
    }

    private static RawClient client() {
        return new RawClient(STAGE.broker().port());
    }

    /// All attackers have gone, as the broker counts.
    private static void expectOnlyTheHealthyPair() {
        await().untilAsserted(
                        () -> assertThat(STAGE.broker().stats().connections()).isEqualTo(2));
    }

    /// Attacks at least that many times, and until the healthy pair has finished its rounds.
    private static void during(int least, IntConsumer strike) {
        try (HealthyPair.Rounds rounds = STAGE.healthy().rounds()) {
            int target = rounds.count() + ROUNDS;
            for (int i = 0; i < least || rounds.count() < target; i++) {
                strike.accept(i);
            }
        }
    }
}
