package io.hongyan.conformance;

import static org.awaitility.Awaitility.await;

import io.hongyan.broker.ClientInfo;
import io.hongyan.broker.ClientQuery;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.store.VShard;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.testkit.MovableClock;
import io.hongyan.testkit.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The broker of one test class, the clients of one test, and a pair of clients that must stay connected throughout.
final class BrokerFixture implements BeforeAllCallback, AfterAllCallback, AfterEachCallback {
    private final QoS highest;
    private final UnaryOperator<BrokerConfig> change;
    private final MovableClock clock = new MovableClock();
    private final Facts facts = new Facts();
    private final List<RawClient> clients = new ArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private @Nullable TestBroker broker;
    private @Nullable HealthyPair healthy;

    BrokerFixture() {
        this(QoS.EXACTLY_ONCE, config -> config);
    }

    BrokerFixture(QoS highest, UnaryOperator<BrokerConfig> change) {
        this.highest = highest;
        this.change = change;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        broker = TestBroker.builder()
                .config(change.apply(BrokerConfig.defaults()))
                .clock(clock)
                .events(facts)
                .build();
        healthy = new HealthyPair(this, highest);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            if (healthy != null) {
                healthy.assertAlive();
            }
        } finally {
            clients.forEach(RawClient::close);
            clients.clear();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (healthy != null) {
            healthy.close();
        }
        broker().close();
    }

    TestBroker broker() {
        return Objects.requireNonNull(broker);
    }

    /// Moves the broker's time ahead, and waits until each shard has noticed: a session of one second on each, which
    /// has to go.
    void advance(Duration by) {
        List<String> markers = new ArrayList<>();
        for (int shard = 0; shard < broker().stats().shards(); shard++) {
            String id = name();
            while (VShard.ofClient(id) % broker().stats().shards() != shard) {
                id = name();
            }
            connected(Connecting.as(Version.MQTT_5, id).with(Property.SESSION_EXPIRY_INTERVAL, 1))
                    .drop(false);
            awaitGone(id);
            markers.add(id);
        }
        clock.advance(by);
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> clients().stream().noneMatch(view -> markers.contains(view.clientId())));
    }

    MovableClock clock() {
        return clock;
    }

    /// The broker's events.
    Facts facts() {
        return facts;
    }

    HealthyPair healthy() {
        return Objects.requireNonNull(healthy);
    }

    /// A client id that is unique to the test.
    String name() {
        return "t" + numbers.incrementAndGet();
    }

    /// A connection without CONNECT.
    RawClient open() {
        RawClient client = new RawClient(broker().port());
        clients.add(client);
        return client;
    }

    /// A connected client; CONNACK was read.
    RawClient connected(Connecting connecting) {
        RawClient client = open().connect(connecting);
        client.expectAccepted();
        return client;
    }

    RawClient client(Version version) {
        return connected(Connecting.as(version, name()));
    }

    /// A 3.1.1 client that is subscribed to that filter at QoS 2.
    RawClient watcher(String filter) {
        return client(Version.MQTT_3_1_1).subscribe(QoS.EXACTLY_ONCE, filter);
    }

    /// Waits until the broker knows that the client is no longer connected.
    void awaitGone(String clientId) {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> clients().stream()
                        .noneMatch(view -> view.connected() && view.clientId().equals(clientId)));
    }

    private List<ClientInfo> clients() {
        return broker().broker()
                .oversight()
                .clients(TestBroker.INSTANCE, ClientQuery.above("", 10_000))
                .join();
    }
}
