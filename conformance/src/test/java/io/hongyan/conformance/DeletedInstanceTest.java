package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.auth.AllowAllAuthenticator;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.store.rocksdb.check.StoreCheck;
import io.hongyan.testkit.MovableClock;
import io.hongyan.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The data of an instance are deleted with it, also after a restart and for a new instance of its
/// name.
class DeletedInstanceTest {
    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock();
    private final Tenant tenant = new Tenant();
    private RocksDbStore store;
    private TestBroker broker;

    /// One instance that may be deleted.
    private static final class Tenant implements Authenticator {
        private final Authenticator present = new AllowAllAuthenticator(TestBroker.INSTANCE);
        private volatile boolean gone;

        @Override
        public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
            present.authenticate(request, answer);
        }

        @Override
        public @Nullable ClientPolicy policy(String instance) {
            return gone ? null : present.policy(instance);
        }

        @Override
        public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
            return null;
        }
    }

    @BeforeEach
    void start() {
        store = RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), clock);
        BrokerConfig usual = BrokerConfig.defaults();
        broker = TestBroker.builder()
                .authenticator(tenant)
                .clock(clock)
                .store(store)
                .config(usual.withSysInterval(Duration.ofMillis(20)))
                .build();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void restart() {
        stop();
        start();
    }

    private RawClient client(Connecting connecting) {
        return new RawClient(broker.port()).connect(connecting);
    }

    private static Connecting late() {
        return Connecting.as(Version.MQTT_5, "late")
                .with(Property.SESSION_EXPIRY_INTERVAL, 1000)
                .will("w", "late", QoS.AT_LEAST_ONCE, true, Packets.with(Property.WILL_DELAY_INTERVAL, 60));
    }

    /// A session with a message, another with a will to come, one that is connected, and retained messages.
    private RawClient fill() {
        RawClient late = client(late());
        late.expectAccepted();
        late.drop(false);
        RawClient absent = client(Connecting.as(Version.MQTT_5, "absent").lasting());
        absent.expectAccepted();
        absent.subscribe(QoS.AT_LEAST_ONCE, "a").leave();
        RawClient present = client(Connecting.as(Version.MQTT_5, "present").lasting());
        present.expectAccepted();
        present.subscribe(QoS.AT_LEAST_ONCE, "b");
        RawClient publisher = client(Connecting.as(Version.MQTT_5, "publisher"));
        publisher.expectAccepted();
        for (int i = 1; i <= 20; i++) {
            publisher.publish("a", "waits", QoS.AT_LEAST_ONCE, 1);
            publisher.expect(Received.PUBACK);
            publisher.publish("r/" + i, "old", QoS.AT_LEAST_ONCE, 1, true, Properties.NONE);
            publisher.expect(Received.PUBACK);
        }
        publisher.leave();
        return present;
    }

    private void assertNothingIsThere() {
        RawClient watcher = client(Connecting.as(Version.MQTT_5, "watcher"));
        watcher.expectAccepted();
        watcher.subscribe(QoS.AT_LEAST_ONCE, "#");
        for (String id : new String[] {"absent", "present", "late"}) {
            RawClient again = client(Connecting.as(Version.MQTT_5, id));
            assertThat(again.expectAccepted().sessionPresent()).as(id).isFalse();
            again.leave();
        }
        clock.advance(Duration.ofMinutes(2));
        watcher.expectNothing().leave();
    }

    private void assertStoreIsEmpty() {
        assertThat(StoreCheck.check(folder).rows())
                .containsEntry("sessions", 0L)
                .containsEntry("subscriptions", 0L)
                .containsEntry("inbox", 0L)
                .containsEntry("bodies", 0L)
                .containsEntry("retained", 0L)
                .containsEntry("outbox", 0L);
    }

    @Test
    void an_instance_that_was_deleted_leaves_nothing_to_a_new_one_of_its_name() {
        RawClient present = fill();
        broker.broker().dropInstance(TestBroker.INSTANCE).join();
        present.expectThrownOut(ReasonCode.ADMINISTRATIVE_ACTION);
        assertNothingIsThere();
        restart();
        assertNothingIsThere();
        stop();
        assertStoreIsEmpty();
        start();
    }

    @Test
    void what_a_new_instance_keeps_stays_although_an_old_one_of_its_name_was_deleted() {
        fill();
        broker.broker().dropInstance(TestBroker.INSTANCE).join();
        broker.broker().dropInstance(TestBroker.INSTANCE).join();
        fill().close();
        restart();
        RawClient absent = client(Connecting.as(Version.MQTT_5, "absent").lasting());
        assertThat(absent.expectAccepted().sessionPresent()).isTrue();
        for (int i = 0; i < 20; i++) {
            absent.pubAck(absent.expectMessage("a", "waits").packetId());
        }
        absent.expectNothing().leave();
        RawClient watcher = client(Connecting.as(Version.MQTT_5, "watcher"));
        watcher.expectAccepted();
        watcher.subscribe(QoS.AT_MOST_ONCE, "r/7").expectMessage("r/7", "old");
    }

    @Test
    void an_instance_that_is_gone_when_the_broker_starts_is_deleted_then() {
        fill().close();
        stop();
        tenant.gone = true;
        start();
        Outbox outbox = store.outbox(new OutboxKey(TestBroker.INSTANCE, "rule"), OutboxLimits.defaults());
        assertThat(outbox.stats().messages()).isZero();
        stop();
        assertStoreIsEmpty();
        tenant.gone = false;
        start();
        assertNothingIsThere();
    }

    @Test
    void a_client_that_logged_in_before_its_instance_was_deleted_gets_no_session() {
        tenant.gone = true;
        RawClient late = client(Connecting.as(Version.MQTT_5, "absent").lasting());
        assertThat(late.expect(Received.CONNACK).reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED.code());
        assertThat(broker.stats().sessions()).isZero();
    }

    @Test
    void figures_of_the_server_are_retained_in_memory_alone() {
        RawClient watcher = client(Connecting.as(Version.MQTT_5, "watcher"));
        watcher.expectAccepted();
        watcher.subscribe(QoS.AT_LEAST_ONCE, "$SYS/broker/uptime").leave();
        TopicFilter figures = TopicFilter.parse("$SYS/#");
        await().until(() -> broker.broker()
                        .oversight()
                        .retained(TestBroker.INSTANCE, figures, null, 100)
                        .size()
                > 10);
        stop();
        assertStoreIsEmpty();
        start();
    }
}
