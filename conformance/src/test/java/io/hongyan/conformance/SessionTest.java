package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.PingReq;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.spec.Spec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Connecting, and sessions.
class SessionTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture();

    @ParameterizedTest
    @EnumSource
    @Spec({
        "3.1.1/MQTT-3.1.3-5",
        "3.1.1/MQTT-3.1.4-4",
        "3.1.1/MQTT-3.2.2-1",
        "3.1.1/MQTT-3.12.4-1",
        "3.1.1/MQTT-7.0.0-2",
        "3.1.1/MQTT-7.1.1-1",
        "5.0/MQTT-3.1.3-5",
        "5.0/MQTT-3.1.4-5",
        "5.0/MQTT-3.2.2-1",
        "5.0/MQTT-3.2.2-2",
        "5.0/MQTT-3.12.4-1",
        "5.0/MQTT-4.2-1"
    })
    void a_client_id_of_letters_and_digits_is_accepted(Version version) {
        String alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for (String id :
                new String[] {"a", alphabet.substring(0, 23), alphabet.substring(23, 46), alphabet.substring(40, 62)}) {
            RawClient client = STAGE.open().connect(Connecting.as(version, id));
            Received answer = client.expectAccepted();
            assertThat(answer.first()).isEqualTo(0x20);
            assertThat(answer.body()[0]).isZero();
            client.expectNothing();
            client.leave();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec({
        "3.1.1/MQTT-3.1.2-4",
        "3.1.1/MQTT-3.1.4-3",
        "3.1.1/MQTT-3.2.2-2",
        "3.1.1/MQTT-3.2.2-3",
        "3.1.1/MQTT-4.1.0-1",
        "5.0/MQTT-3.1.2-5",
        "5.0/MQTT-3.1.2-6",
        "5.0/MQTT-3.1.2-23",
        "5.0/MQTT-3.1.4-4",
        "5.0/MQTT-3.2.2-3"
    })
    void a_lasting_session_is_resumed_with_its_subscriptions(Version version) {
        String id = STAGE.name();
        RawClient first = STAGE.open().connect(Connecting.as(version, id).lasting());
        assertThat(first.expectAccepted().sessionPresent()).isFalse();
        first.subscribe(QoS.AT_LEAST_ONCE, id + "/+");
        first.leave();
        RawClient second = STAGE.open().connect(Connecting.as(version, id).lasting());
        assertThat(second.expectAccepted().sessionPresent()).isEqualTo(version != Version.MQTT_3_1);
        STAGE.client(Version.MQTT_5).publishAndWait(id + "/a", "x");
        second.expectMessage(id + "/a", "x");
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-3.1.2-5", "3.1.1/MQTT-3.2.0-1", "3.1.1/MQTT-4.5.0-1", "5.0/MQTT-3.2.0-1", "5.0/MQTT-4.5.0-1"})
    void messages_wait_for_an_absent_client_and_come_after_connack_in_order(Version version) {
        String id = STAGE.name();
        STAGE.connected(Connecting.as(version, id).lasting())
                .subscribe(QoS.EXACTLY_ONCE, id)
                .leave();
        RawClient present = STAGE.client(version).subscribe(QoS.EXACTLY_ONCE, id);
        RawClient publisher = STAGE.client(Version.MQTT_5);
        for (int i = 1; i <= 20; i++) {
            QoS qos = i % 2 == 0 ? QoS.AT_LEAST_ONCE : QoS.EXACTLY_ONCE;
            publisher.publish(id, "m" + i, qos, i);
            publisher.next();
            present.expectMessage(id, "m" + i);
        }
        RawClient back = STAGE.open().connect(Connecting.as(version, id).lasting());
        back.expectAccepted();
        for (int i = 1; i <= 20; i++) {
            Received message = back.expectMessage(id, "m" + i);
            assertThat(message.qos()).isEqualTo(i % 2 == 0 ? 1 : 2);
            assertThat(message.dup()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-3.1.2-6", "5.0/MQTT-3.1.2-4"})
    void a_clean_start_drops_what_was(Version version) {
        String id = STAGE.name();
        STAGE.connected(Connecting.as(version, id).lasting())
                .subscribe(QoS.AT_LEAST_ONCE, id)
                .leave();
        STAGE.client(Version.MQTT_5).publishAndWait(id, "waiting");
        RawClient clean = STAGE.open().connect(Connecting.as(version, id));
        assertThat(clean.expectAccepted().sessionPresent()).isFalse();
        clean.expectNothing();
        STAGE.client(Version.MQTT_5).publishAndWait(id, "new");
        clean.expectNothing();
        clean.leave();
        RawClient again = STAGE.open().connect(Connecting.as(version, id).lasting());
        assertThat(again.expectAccepted().sessionPresent()).isFalse();
        again.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-3.1.3-2", "5.0/MQTT-3.1.3-2"})
    void two_ids_have_two_sessions(Version version) {
        String one = STAGE.name();
        String two = STAGE.name();
        RawClient first = STAGE.connected(Connecting.as(version, one).lasting()).subscribe(QoS.AT_LEAST_ONCE, one);
        RawClient second =
                STAGE.connected(Connecting.as(version, two).lasting()).subscribe(QoS.AT_LEAST_ONCE, two);
        STAGE.client(version).publishAndWait(one, "1").publishAndWait(two, "2");
        first.expectMessage(one, "1");
        second.expectMessage(two, "2");
        first.expectNothing();
        second.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @Spec({
        "3.1.1/MQTT-3.1.4-2",
        "5.0/MQTT-3.1.4-3",
        "5.0/MQTT-3.14.4-1",
        "5.0/MQTT-3.14.4-2",
        "5.0/MQTT-3.14.2-2",
        "5.0/MQTT-4.13.2-1"
    })
    void a_second_connection_takes_the_place_of_the_first(Version version) {
        String id = STAGE.name();
        RawClient first = STAGE.connected(Connecting.as(version, id).lasting()).subscribe(QoS.AT_LEAST_ONCE, id);
        RawClient second = STAGE.open().connect(Connecting.as(version, id).lasting());
        second.expectAccepted();
        first.expectThrownOut(ReasonCode.SESSION_TAKEN_OVER);
        STAGE.client(version).publishAndWait(id, "x");
        second.expectMessage(id, "x");
    }

    @ParameterizedTest
    @EnumSource
    void a_client_without_name_does_not_take_the_place_of_a_user(Version version) {
        String id = STAGE.name();
        RawClient user = STAGE.connected(Connecting.as(version, id).lasting().username("ann"))
                .subscribe(QoS.AT_LEAST_ONCE, id);
        RawClient nobody = STAGE.open().connect(Connecting.as(version, id));
        assertThat(nobody.expect(Received.CONNACK).reason()).isEqualTo(version.isV5() ? 0x85 : 2);
        nobody.expectClosed();
        user.expectNothing().drop(false);
        STAGE.awaitGone(id);
        RawClient later = STAGE.open().connect(Connecting.as(version, id));
        assertThat(later.expect(Received.CONNACK).reason()).isEqualTo(version.isV5() ? 0x85 : 2);
        STAGE.client(version).publishAndWait(id, "x");
        RawClient back =
                STAGE.open().connect(Connecting.as(version, id).lasting().username("ann"));
        back.expectAccepted();
        back.expectMessage(id, "x");
    }

    @Test
    void a_client_may_come_back_with_another_version() {
        String id = STAGE.name();
        STAGE.connected(Connecting.as(Version.MQTT_3_1_1, id).lasting())
                .subscribe(QoS.AT_LEAST_ONCE, id)
                .leave();
        STAGE.client(Version.MQTT_5).publishAndWait(id, "x");
        RawClient back = STAGE.open().connect(Connecting.as(Version.MQTT_5, id).lasting());
        assertThat(back.expectAccepted().sessionPresent()).isTrue();
        back.expectMessage(id, "x");
    }

    @Test
    @Spec({"3.1.1/MQTT-3.1.3-6"})
    void an_empty_id_of_3_1_1_gets_one_of_its_own() {
        RawClient one = STAGE.connected(Connecting.as(Version.MQTT_3_1_1, ""));
        RawClient two = STAGE.connected(Connecting.as(Version.MQTT_3_1_1, ""));
        one.expectNothing();
        two.expectNothing();
    }

    @Test
    @Spec({"3.1.1/MQTT-3.1.3-8", "3.1.1/MQTT-3.1.3-9", "3.1.1/MQTT-3.2.2-4", "3.1.1/MQTT-3.2.2-5"})
    void an_empty_id_without_clean_session_is_refused() {
        RawClient client =
                STAGE.open().connect(Connecting.as(Version.MQTT_3_1_1, "").resuming());
        Received answer = client.expect(Received.CONNACK);
        assertThat(answer.body()).containsExactly(0, 2);
        client.expectClosed();
    }

    @Test
    @Spec({"5.0/MQTT-3.1.3-6", "5.0/MQTT-3.1.3-7", "5.0/MQTT-3.2.2-16"})
    void an_assigned_id_is_told_and_can_be_used_to_come_back() {
        RawClient one = STAGE.open().connect(Connecting.as(Version.MQTT_5, "").lasting());
        RawClient two = STAGE.open().connect(Connecting.as(Version.MQTT_5, "").lasting());
        Object first =
                one.expectAccepted().values(Property.ASSIGNED_CLIENT_IDENTIFIER).getFirst();
        Object second =
                two.expectAccepted().values(Property.ASSIGNED_CLIENT_IDENTIFIER).getFirst();
        assertThat(first).isNotEqualTo(second);
        one.leave();
        RawClient back = STAGE.open()
                .connect(Connecting.as(Version.MQTT_5, (String) first).lasting());
        Received answer = back.expectAccepted();
        assertThat(answer.sessionPresent()).isTrue();
        assertThat(answer.has(Property.ASSIGNED_CLIENT_IDENTIFIER)).isFalse();
    }

    @Test
    @Spec({"5.0/MQTT-4.1.0-2", "5.0/MQTT-4.1.0-1", "3.1.1/MQTT-4.1.0-2"})
    void a_session_ends_when_its_expiry_has_passed_after_the_connection_and_not_before() {
        String id = STAGE.name();
        Connecting connecting = Connecting.as(Version.MQTT_5, id).resuming().with(Property.SESSION_EXPIRY_INTERVAL, 10);
        RawClient client = STAGE.connected(connecting).subscribe(QoS.AT_LEAST_ONCE, id);
        STAGE.advance(Duration.ofSeconds(60));
        client.expectNothing();
        STAGE.client(Version.MQTT_5).publishAndWait(id, "still here");
        client.pubAck(client.expectMessage(id, "still here").packetId());
        client.leave();
        STAGE.advance(Duration.ofSeconds(5));
        RawClient back = STAGE.open().connect(connecting);
        assertThat(back.expectAccepted().sessionPresent()).isTrue();
        back.leave();
        STAGE.advance(Duration.ofSeconds(11));
        assertThat(STAGE.open().connect(connecting).expectAccepted().sessionPresent())
                .isFalse();
    }

    @Test
    void a_session_without_end_does_not_end_before_the_limit_of_the_broker() {
        String id = STAGE.name();
        Connecting connecting =
                Connecting.as(Version.MQTT_5, id).resuming().with(Property.SESSION_EXPIRY_INTERVAL, 0xffff_ffffL);
        RawClient first = STAGE.open().connect(connecting);
        assertThat(first.expectAccepted().number(Property.SESSION_EXPIRY_INTERVAL))
                .isEqualTo(Duration.ofDays(30).toSeconds());
        first.leave();
        STAGE.advance(Duration.ofDays(29));
        assertThat(STAGE.open().connect(connecting).expectAccepted().sessionPresent())
                .isTrue();
    }

    @Test
    void disconnect_may_shorten_the_expiry_but_not_begin_one() {
        String id = STAGE.name();
        RawClient lasting = STAGE.connected(Connecting.as(Version.MQTT_5, id).lasting());
        lasting.send("e0 07 00 05 11 00 00 00 00").expectClosed();
        RawClient back = STAGE.open().connect(Connecting.as(Version.MQTT_5, id).resuming());
        assertThat(back.expectAccepted().sessionPresent()).isFalse();
        back.send("e0 07 00 05 11 00 00 00 0a").expectThrownOut(ReasonCode.PROTOCOL_ERROR);
    }

    @Test
    void packets_may_follow_connect_without_waiting_for_connack() {
        for (int i = 0; i < 50; i++) {
            String id = STAGE.name();
            RawClient client = STAGE.open();
            byte[] connect =
                    RawClient.bytes(Connecting.as(Version.MQTT_3_1_1, id).packet(), Version.MQTT_3_1_1);
            byte[] subscribe = Packets.hex("82 06 00 01 00 01 %02x 00".formatted((int) 'a' + i % 20));
            byte[] all = Packets.joined(connect, subscribe, RawClient.bytes(PingReq.PINGREQ, Version.MQTT_3_1_1));
            client.send(all).expectAccepted();
            client.expect(Received.SUBACK);
            client.expect(Received.PINGRESP);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 1000})
    void connections_that_fight_for_an_id_leave_one_winner(int many) {
        String id = STAGE.name();
        RawClient last = STAGE.open();
        for (int i = 0; i < Math.min(many, 200); i++) {
            last = STAGE.open().connect(Connecting.as(Version.MQTT_5, id).lasting());
        }
        last.expectAccepted();
        last.publish(id, "x", QoS.AT_LEAST_ONCE, 1, false, Properties.NONE);
        last.next();
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-3.1.2-24", "5.0/MQTT-3.1.2-22", "5.0/MQTT-3.2.2-22"})
    void silence_of_one_and_a_half_keep_alives_ends_the_connection(Version version) {
        String id = STAGE.name();
        RawClient watcher = STAGE.watcher(id);
        RawClient lively = STAGE.connected(Connecting.as(version, STAGE.name()).keepAlive(0));
        RawClient silent = STAGE.open()
                .connect(Connecting.as(version, id).keepAlive(1).will(id, "silent", QoS.AT_MOST_ONCE, false));
        assertThat(silent.expectAccepted().has(Property.SERVER_KEEP_ALIVE)).isFalse();
        silent.expectThrownOut(ReasonCode.KEEP_ALIVE_TIMEOUT);
        watcher.expectMessage(id, "silent");
        lively.expectNothing();
    }
}
