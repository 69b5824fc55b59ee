package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.event.Counter;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Statistics and events about messages that wait, and about messages that are dropped.
class WaitingStatsTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture();

    @Test
    void a_message_counts_as_waiting_until_its_receiver_gets_it() {
        String id = STAGE.name();
        Connecting absent = waitFor(id, 3);
        RawClient back = STAGE.connected(absent);
        for (int i = 0; i < 3; i++) {
            back.pubAck(back.expect(Received.PUBLISH).packetId());
        }
        back.expectNothing();
        assertThat(waiting()).isZero();
    }

    @Test
    void a_message_that_waits_for_a_session_that_ends_counts_as_dropped() {
        long before = STAGE.broker().stats().value(Counter.MESSAGES_DROPPED);
        String id = STAGE.name();
        waitFor(id, 2);
        STAGE.connected(Connecting.as(Version.MQTT_3_1_1, id)).expectNothing();
        assertThat(STAGE.broker().stats().value(Counter.MESSAGES_DROPPED) - before)
                .isEqualTo(2);
        assertThat(waiting()).isZero();
    }

    /// A client that is away while so many messages come for it.
    private static Connecting waitFor(String id, int messages) {
        Connecting absent = Connecting.as(Version.MQTT_3_1_1, id).resuming();
        STAGE.connected(absent).subscribe(QoS.AT_LEAST_ONCE, id).leave();
        RawClient publisher = STAGE.client(Version.MQTT_3_1_1);
        for (int i = 1; i <= messages; i++) {
            publisher.publish(id, "text", QoS.AT_LEAST_ONCE, i).expect(Received.PUBACK);
        }
        await().until(() -> waiting() == messages);
        return absent;
    }

    private static long waiting() {
        return STAGE.broker().stats().value(Counter.MESSAGES_WAITING);
    }
}
