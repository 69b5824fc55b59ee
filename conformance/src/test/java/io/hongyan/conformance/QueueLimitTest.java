package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.config.OverflowPolicy;
import io.hongyan.broker.config.SessionLimits;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.testkit.TestBroker;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The queue of an absent client on disk, and its limits.
class QueueLimitTest {
    private static final int MOST_BYTES = 64 << 10;
    private static final int PAYLOAD = 8 << 10;

    @TempDir
    private Path folder;

    private final Facts facts = new Facts();
    private TestBroker broker = TestBroker.start();

    @BeforeEach
    void start() {
        broker.close();
        broker = TestBroker.builder()
                .config(limited())
                .events(facts)
                .store(RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), new SystemClock()))
                .build();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static BrokerConfig limited() {
        BrokerConfig usual = BrokerConfig.defaults();
        SessionLimits session = usual.session();
        return usual.withSession(new SessionLimits(
                session.maxExpiry(),
                session.maxInflight(),
                session.maxQueuedMessages(),
                MOST_BYTES,
                OverflowPolicy.DROP_OLDEST,
                session.maxSubscriptions(),
                session.maxSessions()));
    }

    @Test
    void bytes_beyond_the_limit_push_the_oldest_messages_out_of_the_queue_of_an_absent_client() {
        RawClient absent = client(Connecting.as(Version.MQTT_5, "absent").lasting());
        absent.subscribe(QoS.AT_LEAST_ONCE, "t").leave();
        facts.await("disconnected SUCCESS", 1);
        RawClient publisher = client(Connecting.as(Version.MQTT_5, "publisher"));
        int count = 100;
        for (int i = 0; i < count; i++) {
            publisher.publishAndWait("t", i + "x".repeat(PAYLOAD));
            Awaitility.await().until(() -> broker.stats().storedBytes() <= MOST_BYTES);
        }
        int held = (int) broker.stats().storedMessages();
        assertThat(held).isBetween(5, 7);
        assertThat(facts.count("dropped QUEUE_FULL")).isEqualTo(count - held);
        RawClient back = client(Connecting.as(Version.MQTT_5, "absent").lasting());
        for (int i = count - held; i < count; i++) {
            Received message = back.expect(Received.PUBLISH);
            assertThat(message.payload().replace("x", "")).isEqualTo(Integer.toString(i));
            back.pubAck(message.packetId());
        }
        back.expectNothing();
    }

    private RawClient client(Connecting connecting) {
        RawClient client = new RawClient(broker.port()).connect(connecting);
        client.expectAccepted();
        return client;
    }
}
