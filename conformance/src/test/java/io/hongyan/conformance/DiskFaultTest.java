package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.store.StoreException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.PingReq;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.store.rocksdb.DiskHook;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.testkit.MovableClock;
import io.hongyan.testkit.TestBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients see while the disk is full, or slow.
class DiskFaultTest {
    private static final int REFUSED = 0x97;

    @TempDir
    private Path folder;

    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean full;
    private volatile CountDownLatch slow = new CountDownLatch(0);
    private final Facts facts = new Facts();
    private final MovableClock clock = new MovableClock();
    private TestBroker broker = TestBroker.start();

    @BeforeEach
    void start() {
        broker.close();
        broker = TestBroker.builder()
                .events(facts)
                .clock(clock)
                .store(RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), clock, this::before))
                .build();
        RawClient absent = client(Connecting.as(Version.MQTT_5, "absent").lasting());
        absent.subscribe(QoS.EXACTLY_ONCE, "stored/#").leave();
    }

    @AfterEach
    void stop() {
        full = false;
        slow.countDown();
        broker.close();
    }

    private void before(DiskHook.Call call) {
        try {
            slow.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (full && call == DiskHook.Call.WRITE) {
            refusals.incrementAndGet();
            throw new StoreException("no space left on device");
        }
    }

    private RawClient client(Connecting connecting) {
        RawClient client = new RawClient(broker.port()).connect(connecting);
        client.expectAccepted();
        return client;
    }

    /// Clients whose messages need no disk, at every QoS.
    private void assertOthersGoOn() {
        RawClient receiver = client(Connecting.as(Version.MQTT_5, "receiver"));
        receiver.subscribe(QoS.EXACTLY_ONCE, "passing");
        RawClient sender = client(Connecting.as(Version.MQTT_5, "sender"));
        for (int round = 1; round <= 20; round++) {
            sender.publish("passing", "zero");
            receiver.expectMessage("passing", "zero");
            sender.publishAndWait("passing", "one");
            receiver.pubAck(receiver.expectMessage("passing", "one").packetId());
            sender.publish("passing", "two", QoS.EXACTLY_ONCE, round);
            sender.expect(Received.PUBREC);
            sender.pubRel(round).expect(Received.PUBCOMP);
            int id = receiver.expectMessage("passing", "two").packetId();
            receiver.pubRec(id).expect(Received.PUBREL);
            receiver.pubComp(id);
        }
        sender.leave();
        receiver.leave();
    }

    private void assertDelivered(String... texts) {
        RawClient back = client(Connecting.as(Version.MQTT_5, "absent").lasting());
        for (Received message : Stream.of(texts)
                .map(text -> back.expectMessage("stored/a", text))
                .toList()) {
            if (message.qos() == 1) {
                back.pubAck(message.packetId());
            } else {
                back.pubRec(message.packetId()).expect(Received.PUBREL);
                back.pubComp(message.packetId());
            }
        }
        back.expectNothing().leave();
    }

    @Test
    void a_full_disk_delays_the_acknowledgement_until_there_is_room() {
        clock.stop();
        RawClient publisher = client(Connecting.as(Version.MQTT_5, "publisher"));
        publisher.publishAndWait("stored/a", "before");
        full = true;
        publisher.publish("stored/a", "while full", QoS.AT_LEAST_ONCE, 5);
        await().until(() -> refusals.get() >= 2);
        publisher.expectNothing();
        assertOthersGoOn();
        full = false;
        assertThat(publisher.expect(Received.PUBACK).packetId()).isEqualTo(5);
        publisher.publishAndWait("stored/a", "after");
        assertDelivered("before", "while full", "after");
    }

    @Test
    void a_slow_disk_stalls_nobody_who_does_not_need_it() {
        clock.stop();
        RawClient publisher = client(Connecting.as(Version.MQTT_5, "publisher"));
        slow = new CountDownLatch(1);
        publisher.publish("stored/a", "slow", QoS.AT_LEAST_ONCE, 5);
        assertOthersGoOn();
        publisher.expectNothing();
        slow.countDown();
        assertThat(publisher.expect(Received.PUBACK).packetId()).isEqualTo(5);
        assertDelivered("slow");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void within_seconds_a_full_disk_refuses_what_cannot_be_kept_and_nothing_else(int qos) {
        RawClient publisher = client(Connecting.as(Version.MQTT_5, "publisher"));
        RawClient old = client(Connecting.as(Version.MQTT_3_1_1, "old"));
        full = true;
        publisher.publish("stored/a", "waits", QoS.of(qos), 5);
        publisher.expectThrownOut(ReasonCode.QUOTA_EXCEEDED);

        RawClient again = client(Connecting.as(Version.MQTT_5, "publisher"));
        Received answer = answer(again, qos, 6);
        assertThat(answer.reason()).isEqualTo(REFUSED);
        assertThat(answer.values(Property.REASON_STRING)).containsExactly("nothing can be stored at present");
        old.publish("stored/a", "refused", QoS.of(qos), 1).expectEnd();
        again.publish("stored/a", "zero");
        assertOthersGoOn();

        full = false;
        await().until(() -> answer(again, qos, 7).reason() == 0);
        assertDelivered("waits", "kept");
    }

    private static Received answer(RawClient publisher, int qos, int packetId) {
        publisher.publish("stored/a", "kept", QoS.of(qos), packetId);
        return publisher.expect(qos == 1 ? Received.PUBACK : Received.PUBREC);
    }

    @Test
    void publishers_are_refused_when_too_much_waits_for_the_disk_and_accepted_when_it_is_back() {
        clock.stop();
        full = true;
        RawClient publisher = client(Connecting.as(Version.MQTT_5, "publisher"));
        String text = "x".repeat(200_000);
        int id = 0;
        while (facts.count("publish refused QUOTA_EXCEEDED") == 0) {
            publisher.publish("stored/b", text, QoS.AT_LEAST_ONCE, ++id).send(PingReq.PINGREQ);
            publisher.expect(Received.PINGRESP);
        }
        assertThat(id).isBetween(100, 1000);
        full = false;
        for (int acknowledged = 1; acknowledged <= id; acknowledged++) {
            Received answer = publisher.expect(Received.PUBACK); // in the order of the messages [MQTT-4.6.0-2]
            assertThat(answer.packetId()).isEqualTo(acknowledged);
            assertThat(answer.reason()).isEqualTo(acknowledged == id ? REFUSED : 0);
        }
        publisher.publish("stored/b", "again", QoS.AT_LEAST_ONCE, 1);
        assertThat(publisher.expect(Received.PUBACK).reason()).isZero();
    }

    @Test
    void an_acknowledgement_that_waits_for_the_disk_never_reaches_a_later_connection() {
        clock.stop();
        Connecting lasting = Connecting.as(Version.MQTT_5, "subscriber").lasting();
        RawClient first = client(lasting);
        slow = new CountDownLatch(1);
        first.send(new Subscribe(7, List.of(new Subscription("late", QoS.AT_LEAST_ONCE)), Properties.NONE));
        first.publish("stored/a", "early", QoS.AT_LEAST_ONCE, 8).send(PingReq.PINGREQ);
        first.expect(Received.PINGRESP);
        RawClient second = client(lasting);
        slow.countDown();
        second.publishAndWait("stored/a", "later");
        second.expectNothing();
        assertDelivered("early", "later");
    }
}
