package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.config.ProtocolLimits;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.spec.Spec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// First bytes that cannot begin a packet are refused when they arrive, whatever length the packet would have. The
/// time for CONNECT is so long here that it ends no connection.
class EarlyRefusalTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture(QoS.EXACTLY_ONCE, EarlyRefusalTest::patient);

    private static BrokerConfig patient(BrokerConfig config) {
        ProtocolLimits p = config.protocol();
        ProtocolLimits patient = new ProtocolLimits(
                Duration.ofMinutes(5),
                p.maxConnectBytes(),
                p.maxPacketBytes(),
                p.receiveMaximum(),
                p.topicAliasMaximum(),
                p.outgoingAliases(),
                p.maxTopicLevels(),
                p.maxKeepAliveSeconds(),
                p.maxQoS(),
                p.retainAvailable(),
                p.sharedAvailable(),
                p.maxFiltersPerPacket(),
                p.responseInformation());
        return config.withProtocol(patient);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'GET / HTTP/1.1'", "'SSH-2.0'", "'G'", "00", "20", "30", "c0", "f0", "00 ff ff ff 7f"})
    @Spec({"3.1.1/MQTT-3.1.0-1", "5.0/MQTT-3.1.0-1"})
    void what_is_no_connect_is_closed_with_its_first_byte(String bytes) {
        long before = STAGE.facts().count("connect refused PROTOCOL_ERROR");
        STAGE.open().send(bytes).expectClosed();
        STAGE.facts().await("connect refused PROTOCOL_ERROR", before + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "00, MALFORMED_PACKET",
        "36, MALFORMED_PACKET",
        "38, MALFORMED_PACKET",
        "c1, MALFORMED_PACKET",
        "80, MALFORMED_PACKET",
        "f1, MALFORMED_PACKET",
        "'c0 05', MALFORMED_PACKET",
        "'30 ff 80 00', MALFORMED_PACKET",
        "'30 ff ff ff ff', MALFORMED_PACKET",
        "10, PROTOCOL_ERROR",
        "20, PROTOCOL_ERROR",
        "90, PROTOCOL_ERROR",
        "d0, PROTOCOL_ERROR",
        "'00 ff ff ff 7f', MALFORMED_PACKET"
    })
    void what_no_client_of_5_0_sends_is_answered_with_its_first_bytes(String bytes, ReasonCode reason) {
        STAGE.client(Version.MQTT_5).send(bytes).expectThrownOut(reason);
    }

    @ParameterizedTest
    @EnumSource
    void what_no_client_sends_in_a_session_ends_it_with_its_first_bytes(Version version) {
        for (String bytes : new String[] {"00", "36", "20", "10", "d0", "c0 01"}) {
            RawClient client = STAGE.client(version).send(bytes);
            if (version.isV5()) {
                assertThat(client.expect(Received.DISCONNECT).reason()).isIn(0x81, 0x82);
            }
            client.expectClosed();
        }
        if (!version.isV5()) {
            for (String bytes : new String[] {"f0", "e0 01", "40 03", "62 80 01"}) {
                STAGE.client(version).send(bytes).expectClosed();
            }
        }
    }

    @Test
    void the_will_is_published_when_a_first_byte_ends_the_connection() {
        String topic = STAGE.name();
        RawClient watcher = STAGE.watcher(topic);
        STAGE.connected(Connecting.as(Version.MQTT_5, STAGE.name()).will(topic, "gone", QoS.AT_MOST_ONCE, false))
                .send("c1")
                .expectThrownOut(ReasonCode.MALFORMED_PACKET);
        watcher.expectMessage(topic, "gone");
    }

    /// What its body says does not matter: 0x84 would not be allowed in DISCONNECT.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "10 0d 00 04 'MQTT' 06 02 00 00 00 00 00",
                "10 11 00 08 'UNKNOWNS' 05 02 00 00 00 00 00",
                "10 02 ff ff",
                "10 00"
            })
    void a_second_connect_is_a_protocol_error_whatever_it_says(String packet) {
        STAGE.client(Version.MQTT_5).send(packet).expectThrownOut(ReasonCode.PROTOCOL_ERROR);
    }
}
