package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.DropReason;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A persistent session whose client changes the Session Expiry Interval.
class SessionDurabilityTest extends Restartable {
    private RawClient resumedForThisConnection(String id) {
        RawClient back = client(Connecting.as(Version.MQTT_5, id).resuming());
        assertThat(back.expectAccepted().sessionPresent()).isTrue();
        return back;
    }

    @Test
    void a_session_resumed_with_expiry_0_gives_what_waited_and_what_comes_and_ends_with_the_connection() {
        absent("a", QoS.EXACTLY_ONCE, "t");
        RawClient publisher = publisher();
        publisher.publishAndWait("t", "waited");
        RawClient back = resumedForThisConnection("a");
        back.pubAck(back.expectMessage("t", "waited").packetId());
        publisher.publishAndWait("t", "new");
        back.pubAck(back.expectMessage("t", "new").packetId());
        publisher.publish("t", "twice", QoS.EXACTLY_ONCE, 9);
        publisher.expect(Received.PUBREC);
        int id = back.expectMessage("t", "twice").packetId();
        back.pubRec(id).expect(Received.PUBREL);
        back.pubComp(id).leave();
        Awaitility.await().until(() -> events.stream().anyMatch(BrokerEvent.SessionEnded.class::isInstance));
        assertThat(client(lasting(Version.MQTT_5, "a")).expectAccepted().sessionPresent())
                .isFalse();
        assertThat(events).noneMatch(BrokerEvent.Dropped.class::isInstance);
    }

    @Test
    void a_message_in_flight_comes_again_to_a_client_that_resumes_with_expiry_0() {
        RawClient first = client(lasting(Version.MQTT_5, "a"));
        first.expectAccepted();
        first.subscribe(QoS.AT_LEAST_ONCE, "t");
        publisher().publishAndWait("t", "in flight");
        int id = first.expectMessage("t", "in flight").packetId();
        RawClient second = resumedForThisConnection("a");
        Received again = second.expectMessage("t", "in flight");
        assertThat(again.packetId()).isEqualTo(id);
        assertThat(again.dup()).isTrue();
    }

    @Test
    void a_session_resumed_with_expiry_0_is_gone_when_the_process_ended_in_its_connection() {
        absent("a", QoS.AT_LEAST_ONCE, "t");
        resumedForThisConnection("a");
        restart();
        assertThat(client(lasting(Version.MQTT_5, "a")).expectAccepted().sessionPresent())
                .isFalse();
    }

    @Test
    void a_session_that_is_given_up_and_then_resumed_for_long_keeps_its_messages() {
        absent("a", QoS.AT_LEAST_ONCE, "t");
        RawClient publisher = publisher();
        publisher.publishAndWait("t", "one");
        RawClient shortly = resumedForThisConnection("a");
        shortly.expectMessage("t", "one");
        RawClient again = client(lasting(Version.MQTT_5, "a"));
        // The session ended with the connection that was taken over [MQTT-4.1.0-2].
        assertThat(again.expectAccepted().sessionPresent()).isFalse();
    }

    @Test
    void a_session_that_gets_another_expiry_while_leaving_keeps_its_messages_over_a_restart() {
        RawClient lasting = client(lasting(Version.MQTT_5, "a"));
        lasting.expectAccepted();
        lasting.subscribe(QoS.AT_LEAST_ONCE, "t")
                .send(new Disconnect(ReasonCode.SUCCESS, Packets.with(Property.SESSION_EXPIRY_INTERVAL, 100)));
        lasting.expectEnd();
        publisher().publishAndWait("t", "kept");
        restart();
        RawClient back = resumedForThisConnection("a");
        back.expectMessage("t", "kept");
    }

    @Test
    void a_client_that_is_refused_for_its_packet_size_does_not_lose_its_session() {
        absent("a", QoS.AT_LEAST_ONCE, "t");
        RawClient small = client(Connecting.as(Version.MQTT_5, "a").with(Property.MAXIMUM_PACKET_SIZE, 6));
        small.expectConnAckAtMost();
        resumedForThisConnection("a");
    }

    @Test
    void a_shared_message_on_disk_goes_to_another_member_when_its_session_ends() {
        absent("a", QoS.AT_LEAST_ONCE, "$share/g/t");
        publisher().publishAndWait("t", "for the group");
        restart();
        RawClient other = client(lasting(Version.MQTT_5, "b"));
        other.expectAccepted();
        other.subscribe(QoS.AT_LEAST_ONCE, "$share/g/t");
        RawClient clean = client(Connecting.as(Version.MQTT_5, "a"));
        assertThat(clean.expectAccepted().sessionPresent()).isFalse();
        other.expectMessage("t", "for the group");
        assertThat(events)
                .noneMatch(event ->
                        event instanceof BrokerEvent.Dropped dropped && dropped.reason() == DropReason.SESSION_ENDED);
    }

    @Test
    void the_will_of_a_clean_session_is_published_when_the_process_ended_in_its_connection() {
        absent("watcher", QoS.AT_LEAST_ONCE, "w/#");
        RawClient old =
                client(Connecting.as(Version.MQTT_3_1_1, "old").will("w/old", "gone", QoS.AT_LEAST_ONCE, false));
        old.expectAccepted();
        RawClient left =
                client(Connecting.as(Version.MQTT_3_1_1, "left").will("w/left", "no", QoS.AT_LEAST_ONCE, false));
        left.expectAccepted();
        left.leave();
        Awaitility.await()
                .until(() -> events.stream()
                        .anyMatch(e -> e instanceof BrokerEvent.Disconnected gone
                                && gone.clientId().equals("left")));
        restart();
        RawClient watcher = client(lasting(Version.MQTT_5, "watcher"));
        watcher.expectAccepted();
        watcher.pubAck(watcher.expectMessage("w/old", "gone").packetId());
        watcher.expectNothing().leave();
        restart();
        RawClient again = client(lasting(Version.MQTT_5, "watcher"));
        again.expectAccepted();
        again.expectNothing();
    }
}
