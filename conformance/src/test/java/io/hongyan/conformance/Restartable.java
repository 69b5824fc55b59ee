package io.hongyan.conformance;

import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.testkit.MovableClock;
import io.hongyan.testkit.TestBroker;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A broker on a folder, that a test may stop and start again.
abstract class Restartable {
    @TempDir
    Path folder;

    final Queue<BrokerEvent> events = new ConcurrentLinkedQueue<>();
    final MovableClock clock = new MovableClock();
    StoreLimits limits = StoreLimits.defaults();
    TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.builder()
                .events(events::add)
                .config(with(limits))
                .clock(clock)
                .store(RocksDbStore.open(folder, Durability.ALWAYS, limits, clock))
                .build();
    }

    private static BrokerConfig with(StoreLimits store) {
        BrokerConfig usual = BrokerConfig.defaults();
        return usual.withStore(store);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    void restart() {
        stop();
        start();
    }

    RawClient client(Connecting connecting) {
        return new RawClient(broker.port()).connect(connecting);
    }

    static Connecting lasting(Version version, String id) {
        return Connecting.as(version, id).lasting();
    }

    /// A client that subscribes, and is away when this returns.
    void absent(String id, QoS qos, String... filters) {
        RawClient client = client(lasting(Version.MQTT_5, id));
        client.expectAccepted();
        client.subscribe(qos, filters).leave();
    }

    RawClient publisher() {
        RawClient publisher = client(Connecting.as(Version.MQTT_5, "p"));
        publisher.expectAccepted();
        return publisher;
    }
}
