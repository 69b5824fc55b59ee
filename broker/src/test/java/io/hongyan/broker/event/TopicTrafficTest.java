package io.hongyan.broker.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Goal: messages of a parent topic count, and of none whose name only begins alike.
class TopicTrafficTest {
    @Test
    void a_topic_counts_for_its_first_level_alone_and_on_each_shard() {
        TopicTraffic traffic = new TopicTraffic("meters", 2);
        for (String topic : List.of("meters", "meters/1", "meters/", "meter", "metersx", "metersx/1", "x/meters")) {
            traffic.received(0, topic.getBytes(UTF_8));
            traffic.received(1, topic.getBytes(UTF_8));
            traffic.sent(1, topic.getBytes(UTF_8));
        }
        assertThat(traffic.messagesReceived()).isEqualTo(6);
        assertThat(traffic.messagesSent()).isEqualTo(3);
    }
}
