package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.topic.Topic;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.testkit.TestBroker;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients see after the store's writer thread has died of an error.
class StoreFailureTest {
    private static final int REFUSED = 0x97;

    @TempDir
    private Path folder;

    private final BrokenClock clock = new BrokenClock();
    private RocksDbStore store;
    private TestBroker broker;

    /// A fault of the writing thread.
    private static final class BrokenClock implements Clock {
        private final Clock system = new SystemClock();
        private final CountDownLatch release = new CountDownLatch(1);
        private final AtomicInteger waiting = new AtomicInteger();
        private volatile boolean broken;

        @Override
        public long wallMillis() {
            return system.wallMillis();
        }

        @Override
        public long steadyMillis() {
            if (broken && Thread.currentThread().getName().equals("store-writer")) {
                waiting.incrementAndGet();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new AssertionError("a fault of the test");
            }
            return system.steadyMillis();
        }
    }

    @BeforeEach
    void start() {
        store = RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), new SystemClock());
        broker = TestBroker.builder().clock(clock).store(store).build();
        client(Connecting.as(Version.MQTT_5, "absent").lasting())
                .subscribe(QoS.AT_LEAST_ONCE, "stored/#")
                .leave();
    }

    @AfterEach
    void stop() {
        clock.release.countDown();
        broker.close();
    }

    private RawClient client(Connecting connecting) {
        RawClient client = new RawClient(broker.port()).connect(connecting);
        client.expectAccepted();
        return client;
    }

    private void breakWriter() {
        clock.broken = true;
        await().until(() -> clock.waiting.get() > 0);
    }

    @Test
    void who_waits_for_the_disk_is_told_and_closed_and_who_does_not_goes_on() {
        RawClient waits = client(Connecting.as(Version.MQTT_5, "waits"));
        RawClient waits3 = client(Connecting.as(Version.MQTT_3_1_1, "waits3"));
        RawClient lasts = client(Connecting.as(Version.MQTT_5, "lasts").lasting());
        RawClient goesOn = client(Connecting.as(Version.MQTT_5, "goesOn"));
        breakWriter();
        waits.publish("stored/a", "x", QoS.AT_LEAST_ONCE, 1).expectNothing();
        waits3.publish("stored/a", "x", QoS.AT_LEAST_ONCE, 1).expectNothing();
        clock.release.countDown();
        waits.expectThrownOut(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        waits3.expectClosed();
        lasts.expectThrownOut(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        goesOn.subscribe(QoS.AT_MOST_ONCE, "passing").publish("passing", "y").expectMessage("passing", "y");
    }

    @Test
    void publishers_and_clients_that_need_the_store_are_refused_with_the_reason() {
        RawClient publisher = client(Connecting.as(Version.MQTT_5, "publisher"));
        RawClient publisher3 = client(Connecting.as(Version.MQTT_3_1_1, "publisher3"));
        RawClient witness = client(Connecting.as(Version.MQTT_5, "witness").lasting());
        breakWriter();
        clock.release.countDown();
        witness.expectThrownOut(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        publisher.publish("stored/a", "x", QoS.AT_LEAST_ONCE, 1, true, Properties.NONE);
        Received answer = publisher.expect(Received.PUBACK);
        assertThat(answer.reason()).isEqualTo(REFUSED);
        assertThat((String) answer.values(Property.REASON_STRING).getFirst()).startsWith("the store has failed");
        publisher.publish("stored/a", "x", QoS.EXACTLY_ONCE, 2);
        assertThat(publisher.expect(Received.PUBREC).reason()).isEqualTo(REFUSED);
        publisher3.publish("stored/a", "x", QoS.AT_LEAST_ONCE, 1).expectClosed();
        RawClient lasting = new RawClient(broker.port())
                .connect(Connecting.as(Version.MQTT_5, "new").lasting());
        assertThat(lasting.expect(Received.CONNACK).reason()).isEqualTo(ReasonCode.SERVER_UNAVAILABLE.code());
        RawClient absent = new RawClient(broker.port()).connect(Connecting.as(Version.MQTT_5, "absent"));
        assertThat(absent.expect(Received.CONNACK).reason()).isEqualTo(ReasonCode.SERVER_UNAVAILABLE.code());
        client(Connecting.as(Version.MQTT_5, "clean")).leave();
    }

    @Test
    void who_appends_to_an_outbox_is_told_that_nothing_becomes_durable() {
        Outbox queue = store.outbox(OutboxKey.ofQueue(TestBroker.INSTANCE, "q"), OutboxLimits.defaults());
        Message message = Message.ofServer(Topic.of("t"), new byte[1], QoS.AT_LEAST_ONCE, false);
        OutboxLabel label = new OutboxLabel(new MessageId(1, 2), false, true);
        assertThat(broker.broker().append(queue, message, label).join()).isTrue();
        breakWriter();
        CompletableFuture<Boolean> waiting = broker.broker().append(queue, message, label);
        await().until(() -> queue.stats().messages() == 2);
        assertThat(waiting).isNotDone();
        clock.release.countDown();
        assertThatThrownBy(waiting::join).hasMessageContaining("a fault of the test");
        assertThatThrownBy(broker.broker().append(queue, message, label)::join)
                .hasMessageContaining("a fault of the test");
    }
}
