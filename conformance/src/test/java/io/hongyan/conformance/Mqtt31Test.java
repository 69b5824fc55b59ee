package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.Properties;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Subscribe;
import io.hongyan.codec.Subscription;
import io.hongyan.codec.Version;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What MQTT 3.1 (protocol level 3) rules otherwise than 3.1.1.
class Mqtt31Test {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    /// 3.1 knows no failure in SUBACK: "It must therefore make a positive acknowledgement with a SUBACK" (3.8).
    @Test
    void a_refused_filter_is_acknowledged_with_the_qos_that_was_asked_for() {
        long before = STAGE.facts().count("subscribe refused TOPIC_FILTER_INVALID");
        String topic = STAGE.name();
        RawClient client = STAGE.client(Version.MQTT_3_1);
        Received answer = client.send(new Subscribe(
                        7,
                        List.of(
                                new Subscription("a#", QoS.EXACTLY_ONCE),
                                new Subscription(topic, QoS.AT_LEAST_ONCE),
                                new Subscription("b#", QoS.AT_MOST_ONCE)),
                        Properties.NONE))
                .expect(Received.SUBACK);
        assertThat(answer.packetId()).isEqualTo(7);
        assertThat(answer.reasons()).containsExactly(2, 1, 0);
        STAGE.facts().await("subscribe refused TOPIC_FILTER_INVALID", before + 2);
        STAGE.client(Version.MQTT_5).publishAndWait(topic, "x");
        client.pubAck(client.expectMessage(topic, "x").packetId()).expectNothing();
    }

    @Test
    void an_empty_client_id_is_rejected_with_code_2_whether_clean_or_not() {
        for (Connecting connecting : List.of(
                Connecting.as(Version.MQTT_3_1, ""),
                Connecting.as(Version.MQTT_3_1, "").resuming())) {
            RawClient client = STAGE.open().connect(connecting);
            assertThat(client.expect(Received.CONNACK).body()).containsExactly(0, 2);
            client.expectClosed();
        }
    }

    /// 3.1 would have them rejected; servers in the field take them, and clients rely on it.
    @Test
    void a_client_id_of_more_than_23_characters_is_accepted() {
        RawClient client =
                STAGE.connected(Connecting.as(Version.MQTT_3_1, "a-client-id-of-31-characters-" + STAGE.name()));
        client.publishAndWait(STAGE.name(), "x");
    }
}
