package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.config.MemoryLimits;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.spec.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A broker that runs out of memory for waiting messages.
class TransientFailureTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture(QoS.EXACTLY_ONCE, TransientFailureTest::small);

    private static final int ENOUGH = 1000;

    private static BrokerConfig small(BrokerConfig config) {
        return config.withMemory(new MemoryLimits(config.memory().connectionBacklog(), 0, 1 << 20));
    }

    @Test
    @Spec({"3.1.1/MQTT-4.8.0-2"})
    void a_message_that_cannot_be_kept_ends_the_connection_of_3_1_1_and_none_that_was_acknowledged_is_lost() {
        String id = STAGE.name();
        Connecting absent = Connecting.as(Version.MQTT_3_1_1, id).resuming();
        STAGE.connected(absent).subscribe(QoS.AT_LEAST_ONCE, id).leave();
        RawClient publisher = STAGE.client(Version.MQTT_3_1_1);
        String text = "x".repeat(10_000);
        int acknowledged = 0;
        while (acknowledged < ENOUGH
                && publisher
                                .publish(id, acknowledged + " " + text, QoS.AT_LEAST_ONCE, 1)
                                .read()
                        != null) {
            acknowledged++;
        }
        assertThat(acknowledged).isBetween(10, ENOUGH - 1);
        RawClient back = STAGE.connected(absent);
        for (int i = 0; i < acknowledged; i++) {
            Received message = back.expect(Received.PUBLISH);
            assertThat(message.payload()).startsWith(i + " ");
            back.pubAck(message.packetId());
        }
        back.expectNothing();
    }
}
