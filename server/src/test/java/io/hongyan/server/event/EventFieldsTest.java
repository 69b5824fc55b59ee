package io.hongyan.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.event.PacketEvent.Published;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import io.hongyan.transport.Peer;
import org.junit.jupiter.api.Test;

class EventFieldsTest {
    @Test
    void a_message_that_no_client_published_names_none() {
        var published = new Published("mqtt-1", "", Peer.NONE, Topic.of("a"), QoS.AT_LEAST_ONCE, 0, 3, false, false);
        assertThat(EventFields.of(published)).containsEntry("topic", "a").doesNotContainKey("client");
    }
}
