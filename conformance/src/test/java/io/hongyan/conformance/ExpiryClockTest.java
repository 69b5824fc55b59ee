package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.ClientQuery;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.testkit.MovableClock;
import io.hongyan.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The wall clock is set back, while the broker runs or while it is stopped: nothing lives longer than its
/// expiry.
class ExpiryClockTest {
    private static final long GIVEN = 5;
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private final SetClock clock = new SetClock();
    private Store store = new MemoryStore();
    private TestBroker broker = TestBroker.start();

    /// Where the messages are.
    enum Kind {
        MEMORY,
        LASTING,
        DISK;

        Store open(Path folder, Clock clock) {
            return switch (this) {
                case MEMORY -> new MemoryStore();
                case LASTING -> MemoryStore.lasting();
                case DISK -> RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), clock);
            };
        }
    }

    /// A wall clock that can be set, and a steady clock that can be advanced.
    private static final class SetClock implements Clock {
        private final MovableClock time = new MovableClock();
        private final AtomicLong back = new AtomicLong();

        @Override
        public long wallMillis() {
            return time.wallMillis() - back.get();
        }

        @Override
        public long steadyMillis() {
            return time.steadyMillis();
        }
    }

    private void start(Kind kind) {
        broker.close();
        if (kind != Kind.LASTING || store instanceof RocksDbStore || !store.durable()) {
            store = kind.open(folder, clock);
        }
        broker = TestBroker.builder().clock(clock).store(store).build();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void setBack() {
        clock.back.addAndGet(HOUR.toMillis());
    }

    private RawClient client(String id, boolean lasting) {
        Connecting connecting = Connecting.as(Version.MQTT_5, id);
        RawClient client = new RawClient(broker.port()).connect(lasting ? connecting.lasting() : connecting);
        client.expectAccepted();
        return client;
    }

    private void publish(boolean retain) {
        RawClient publisher = client("publisher", false);
        Properties expiry = Properties.builder()
                .set(Property.MESSAGE_EXPIRY_INTERVAL, GIVEN)
                .build();
        publisher.publish("t", "short", QoS.AT_LEAST_ONCE, 1, retain, expiry);
        publisher.expect(Received.PUBACK);
        publisher.leave();
    }

    private static void assertLives(Received message) {
        assertThat(message.payload()).isEqualTo("short");
        assertThat(message.values(Property.MESSAGE_EXPIRY_INTERVAL))
                .singleElement()
                .satisfies(left -> assertThat((Long) left).isBetween(1L, GIVEN));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_message_for_an_absent_client_lives_no_longer_than_given(Kind kind) {
        start(kind);
        client("a", true).subscribe(QoS.AT_LEAST_ONCE, "t").leave();
        client("b", true).subscribe(QoS.AT_LEAST_ONCE, "t").leave();
        publish(false);
        setBack();
        assertLives(client("a", true).expect(Received.PUBLISH));
        clock.time.advance(Duration.ofSeconds(GIVEN));
        client("b", true).expectNothing();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_retained_message_lives_no_longer_than_given(Kind kind) {
        start(kind);
        publish(true);
        setBack();
        assertLives(client("a", false).subscribe(QoS.AT_LEAST_ONCE, "t").expect(Received.PUBLISH));
        clock.time.advance(Duration.ofSeconds(GIVEN));
        client("b", false).subscribe(QoS.AT_LEAST_ONCE, "t").expectNothing();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"LASTING", "DISK"})
    void messages_live_no_longer_than_given_after_a_restart(Kind kind) {
        start(kind);
        client("a", true).subscribe(QoS.AT_LEAST_ONCE, "t").leave();
        client("b", true).subscribe(QoS.AT_LEAST_ONCE, "t").leave();
        publish(true);
        stop();
        setBack();
        start(kind);
        assertLives(client("a", true).expect(Received.PUBLISH));
        assertLives(client("c", false).subscribe(QoS.AT_LEAST_ONCE, "t").expect(Received.PUBLISH));
        clock.time.advance(Duration.ofSeconds(GIVEN));
        client("b", true).expectNothing();
        client("d", false).subscribe(QoS.AT_LEAST_ONCE, "t").expectNothing();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"LASTING", "DISK"})
    void a_session_and_a_will_delay_last_no_longer_than_given_after_a_restart(Kind kind) {
        start(kind);
        Connecting mortal = Connecting.as(Version.MQTT_5, "mortal")
                .with(Property.SESSION_EXPIRY_INTERVAL, 1000)
                .will("w", "gone", QoS.AT_LEAST_ONCE, false, Packets.with(Property.WILL_DELAY_INTERVAL, 60));
        RawClient client = new RawClient(broker.port()).connect(mortal);
        client.expectAccepted();
        client.drop(false);
        await().until(() ->
                broker.broker().oversight().clients(TestBroker.INSTANCE, ClientQuery.above("", 10)).join().stream()
                        .noneMatch(view -> view.connected()));
        clock.time.advance(Duration.ofSeconds(30));
        client("watcher", true).subscribe(QoS.AT_LEAST_ONCE, "w").leave();
        stop();
        setBack();
        start(kind);
        clock.time.advance(Duration.ofSeconds(31));
        assertThat(client("watcher", true).expect(Received.PUBLISH).payload()).isEqualTo("gone");
        assertThat(broker.stats().sessions()).isEqualTo(2);
        clock.time.advance(Duration.ofSeconds(940));
        await().until(() -> broker.stats().sessions() == 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"LASTING", "DISK"})
    void time_that_passed_while_nobody_wrote_is_known_after_a_restart(Kind kind) {
        start(kind);
        Connecting mortal = Connecting.as(Version.MQTT_5, "mortal").with(Property.SESSION_EXPIRY_INTERVAL, 1000);
        RawClient client = new RawClient(broker.port()).connect(mortal);
        client.expectAccepted();
        client.drop(false);
        await().until(() ->
                broker.broker().oversight().clients(TestBroker.INSTANCE, ClientQuery.above("", 10)).join().stream()
                        .noneMatch(view -> view.connected()));
        clock.time.advance(Duration.ofMinutes(15));
        stop();
        setBack();
        start(kind);
        assertThat(broker.stats().sessions()).isEqualTo(1);
        clock.time.advance(Duration.ofSeconds(101));
        await().until(() -> broker.stats().sessions() == 0);
    }
}
