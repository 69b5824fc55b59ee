package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.spec.Spec;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Acknowledgements of a client that do not belong to what it was sent.
class AcknowledgementTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture();

    @ParameterizedTest
    @EnumSource
    @Spec({"3.1.1/MQTT-4.8.0-1"})
    void a_puback_for_a_qos_2_message_is_a_protocol_error(Version version) {
        RawClient client = STAGE.client(version);
        int id = sent(client, QoS.EXACTLY_ONCE);
        client.pubAck(id).expectThrownOut(ReasonCode.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void a_puback_after_pubrec_is_a_protocol_error(Version version) {
        RawClient client = STAGE.client(version);
        int id = sent(client, QoS.EXACTLY_ONCE);
        client.pubRec(id).expect(Received.PUBREL);
        client.pubAck(id).expectThrownOut(ReasonCode.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void a_pubrec_for_a_qos_1_message_is_a_protocol_error(Version version) {
        RawClient client = STAGE.client(version);
        int id = sent(client, QoS.AT_LEAST_ONCE);
        client.pubRec(id).expectThrownOut(ReasonCode.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void a_refusing_pubrec_for_a_qos_1_message_is_a_protocol_error(Version version) {
        RawClient client = STAGE.client(version);
        int id = sent(client, QoS.AT_LEAST_ONCE);
        client.send(new PubRec(id, ReasonCode.QUOTA_EXCEEDED, Properties.NONE))
                .expectThrownOut(ReasonCode.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void a_pubcomp_for_a_qos_1_message_is_a_protocol_error(Version version) {
        RawClient client = STAGE.client(version);
        int id = sent(client, QoS.AT_LEAST_ONCE);
        client.pubComp(id).expectThrownOut(ReasonCode.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void a_pubcomp_before_pubrel_is_a_protocol_error(Version version) {
        RawClient client = STAGE.client(version);
        int id = sent(client, QoS.EXACTLY_ONCE);
        client.pubComp(id).expectThrownOut(ReasonCode.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void a_message_acknowledged_wrongly_is_not_lost(Version version) {
        String id = STAGE.name();
        Connecting lasting = Connecting.as(version, id).lasting();
        RawClient client = STAGE.connected(lasting);
        int packet = sent(client, QoS.AT_LEAST_ONCE);
        client.pubComp(packet).expectThrownOut(ReasonCode.PROTOCOL_ERROR);
        STAGE.awaitGone(id);
        RawClient back = STAGE.connected(lasting);
        Received again = back.expect(Received.PUBLISH);
        assertThat(again.packetId()).isEqualTo(packet);
        assertThat(again.dup()).isTrue();
        back.pubAck(packet).expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void an_acknowledgement_of_nothing_is_ignored_because_its_message_may_be_done(Version version) {
        RawClient client = STAGE.client(version);
        int id = sent(client, QoS.AT_LEAST_ONCE);
        client.pubAck(id).pubAck(id).pubAck(0x7777).pubComp(0x7777).expectNothing();
        Received answer = client.pubRec(0x7777).expect(Received.PUBREL);
        assertThat(answer.packetId()).isEqualTo(0x7777);
        assertThat(answer.reason()).isEqualTo(version.isV5() ? ReasonCode.PACKET_IDENTIFIER_NOT_FOUND.code() : 0);
        client.pubComp(0x7777).expectNothing();
    }

    /// The identifier of a message that the client got and did not acknowledge.
    private static int sent(RawClient client, QoS qos) {
        String topic = STAGE.name();
        client.subscribe(qos, topic);
        STAGE.client(Version.MQTT_3_1_1).publish(topic, "x", qos, 1);
        Received message = client.expectMessage(topic, "x");
        assertThat(message.qos()).isEqualTo(qos.level());
        return message.packetId();
    }
}
