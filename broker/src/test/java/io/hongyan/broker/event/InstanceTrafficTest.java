package io.hongyan.broker.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: a message counts as many times as the cloud service counts it.
class InstanceTrafficTest {
    @ParameterizedTest
    @CsvSource({
        "AT_MOST_ONCE, true, 1",
        "AT_MOST_ONCE, false, 1",
        "AT_LEAST_ONCE, true, 2",
        "AT_LEAST_ONCE, false, 5",
        "EXACTLY_ONCE, true, 5"
    })
    void a_message_has_the_weight_of_its_quality_and_session(QoS qos, boolean clean, int weight) {
        InstanceTraffic traffic = new InstanceTraffic();
        traffic.received(100, qos, clean);
        assertThat(traffic.weightedMessages()).isEqualTo(weight);
        traffic.sent(10, qos, clean);
        assertThat(traffic.weightedMessages()).isEqualTo(2L * weight);
        assertThat(traffic.messagesReceived()).isEqualTo(1);
        assertThat(traffic.messagesSent()).isEqualTo(1);
        assertThat(traffic.bytesReceived() + traffic.bytesSent()).isEqualTo(110);
    }
}
