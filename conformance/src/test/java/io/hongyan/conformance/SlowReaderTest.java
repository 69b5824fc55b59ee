package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Clients that take less than comes for them.
class SlowReaderTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture();

    @Test
    void a_subscriber_that_does_not_read_slows_nobody_and_gets_its_qos_1_messages_later() {
        String topic = STAGE.name();
        RawClient sleeper = STAGE.client(Version.MQTT_3_1_1)
                .subscribe(QoS.AT_MOST_ONCE, topic + "/0")
                .subscribe(QoS.AT_LEAST_ONCE, topic + "/1");
        RawClient publisher = STAGE.client(Version.MQTT_3_1_1);
        String text = "x".repeat(20_000);
        for (int i = 0; i < 600; i++) {
            publisher.publish(topic + "/0", text);
            publisher.publishAndWait(topic + "/1", i + " " + text);
        }
        STAGE.healthy().assertAlive();
        int next = 0;
        while (next < 600) {
            Received message = sleeper.expect(Received.PUBLISH);
            if (message.qos() == 1) {
                assertThat(message.payload()).startsWith(next + " ");
                sleeper.pubAck(message.packetId());
                next++;
            }
        }
    }
}
