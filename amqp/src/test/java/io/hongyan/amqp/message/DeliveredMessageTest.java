package io.hongyan.amqp.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.wire.DeliveryEncoder;
import io.hongyan.amqp.queue.Delivery;
import io.hongyan.amqp.queue.QueueKey;
import io.hongyan.amqp.queue.QueueKind;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.testkit.MovableClock;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeliveredMessageTest {
    private static final int FRAME_MAX = 4096;

    private final MovableClock clock = new MovableClock();
    private final MessageId id = new MessageIds(clock, new Random(1)).next("i");
    private final QueueKey queue = new QueueKey("i", QueueKind.MESSAGES, "parent", "");

    private DeliveredMessage delivered(String topic, String publisher) {
        Message message = new Message(
                Topic.of(topic), new byte[3], QoS.AT_LEAST_ONCE, false, Properties.NONE, publisher, Message.NEVER);
        Delivery delivery = new Delivery(new OutboxEntry(1, message, new OutboxLabel(id, false, true)));
        return DeliveredMessage.of(queue, delivery, clock.wallMillis(), FRAME_MAX);
    }

    @Test
    void a_message_whose_topic_fits_in_no_frame_comes_without_headers() {
        DeliveredMessage message = delivered("parent/" + "x".repeat(FRAME_MAX), "client");
        assertThat(DeliveryEncoder.headerSize(message.properties())).isLessThanOrEqualTo(FRAME_MAX);
        assertThat(message.properties().headers()).isEqualTo(FieldTable.EMPTY);
        assertThat(message.properties().messageId()).isEqualTo(id.toString());
        assertThat(message.exchange()).isEqualTo("parent");
        assertThat(message.routingKey()).isEqualTo("parent");
    }

    @Test
    void a_message_of_a_client_id_that_fits_in_no_frame_comes_without_headers() {
        DeliveredMessage message = delivered("parent/a", "c".repeat(FRAME_MAX));
        assertThat(DeliveryEncoder.headerSize(message.properties())).isLessThanOrEqualTo(FRAME_MAX);
        assertThat(message.routingKey()).isEqualTo("parent/a");
    }
}
