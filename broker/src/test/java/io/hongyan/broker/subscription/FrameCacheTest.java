package io.hongyan.broker.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.topic.Topic;
import org.junit.jupiter.api.Test;

class FrameCacheTest {
    private static Message message(String topic) {
        return Message.ofServer(Topic.of(topic), new byte[] {1, 2, 3}, QoS.AT_MOST_ONCE, false);
    }

    private static byte[] frame(FrameCache fanout, Message message) {
        return fanout.frame(message, Version.MQTT_3_1_1, QoS.AT_MOST_ONCE, false, 0)
                .bytes();
    }

    @Test
    void a_message_routed_in_the_middle_of_another_does_not_lend_it_its_frames() {
        FrameCache fanout = new FrameCache();
        Message outer = message("outer");
        fanout.begin(2);
        byte[] before = frame(fanout, outer);
        fanout.begin(2);
        frame(fanout, message("will!"));
        assertThat(frame(fanout, outer)).isEqualTo(before);
    }

    @Test
    void receivers_of_one_kind_share_one_frame() {
        FrameCache fanout = new FrameCache();
        Message message = message("a");
        fanout.begin(2);
        assertThat(frame(fanout, message)).isSameAs(frame(fanout, message));
    }
}
