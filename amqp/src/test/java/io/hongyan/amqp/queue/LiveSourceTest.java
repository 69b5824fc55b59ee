package io.hongyan.amqp.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.testkit.MovableClock;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveSourceTest {
    private static final int SIZE = 1000;

    private final MessageIds ids = new MessageIds(new MovableClock(), new Random(1));
    private final SharedBytes all = new SharedBytes(20L * SIZE);
    private final LiveSource one = source();
    private final LiveSource other = source();

    private LiveSource source() {
        return new LiveSource(new Turns(new HandLoop(), () -> {}, (_, _) -> {}), all);
    }

    private void add(LiveSource to, int messages) {
        for (int i = 0; i < messages; i++) {
            Message message = new Message(
                    Topic.of("a/b"),
                    new byte[SIZE],
                    QoS.AT_MOST_ONCE,
                    false,
                    Properties.NONE,
                    "publisher",
                    Message.NEVER);
            to.add(message, new OutboxLabel(ids.next("i"), false, true));
        }
    }

    @Test
    void all_live_queues_together_hold_no_more_than_their_memory_and_each_holds_the_newest() {
        add(one, 100);
        add(other, 100);
        assertThat(one.bytes() + other.bytes()).isLessThan(25L * SIZE);
        assertThat(one.messages()).isPositive();
        assertThat(other.messages()).isEqualTo(1);
        assertThat(one.overflowed() + other.overflowed()).isEqualTo(200 - one.messages() - other.messages());
    }

    @Test
    void what_was_taken_or_dropped_with_its_queue_makes_room() {
        add(one, 100);
        one.close();
        add(other, 10);
        assertThat(other.messages()).isEqualTo(10);
        while (other.peek() != null) {
            other.take();
        }
        assertThat(all.take(20L * SIZE)).isTrue();
    }
}
