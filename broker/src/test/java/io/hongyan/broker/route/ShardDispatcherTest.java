package io.hongyan.broker.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.StepLoop;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.quota.MemoryBudget;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShardDispatcherTest {
    private static final Message MESSAGE =
            new Message(Topic.of("a"), new byte[1000], QoS.AT_LEAST_ONCE, false, Properties.NONE, "p", Message.NEVER);

    private static final ShardTask TASK = new ShardTask.DeliverToClient("i", "c", MESSAGE, true, null);

    private final StepLoop own = new StepLoop();
    private final StepLoop other = new StepLoop();
    private final AtomicLong instance = new AtomicLong();
    private final MemoryBudget memory = new MemoryBudget(5L * MESSAGE.bytes(), Long.MAX_VALUE);
    private final ShardDispatcher dispatcher = new ShardDispatcher(0, List.of(own, other), memory);
    private final List<ShardTask> arrived = new ArrayList<>();

    @BeforeEach
    void connect() {
        dispatcher.connect(List.of(arrived::add, arrived::add));
    }

    @Test
    void what_is_for_the_own_shard_is_done_at_once() {
        dispatcher.send(0, TASK);
        assertThat(arrived).hasSize(1);
        assertThat(other.waiting()).isZero();
    }

    @Test
    void what_one_turn_sends_to_a_shard_wakes_it_once() {
        dispatcher.send(1, TASK);
        dispatcher.send(1, TASK);
        own.run();
        assertThat(other.waiting()).isEqualTo(1);
        other.run();
        assertThat(arrived).hasSize(2);
    }

    @Test
    void a_message_counts_against_the_memory_from_its_acceptance_until_its_receiver_has_it() {
        for (int i = 0; i < 5; i++) {
            assertThat(memory.full(instance, dispatcher.collected())).isFalse();
            dispatcher.send(1, TASK);
        }
        assertThat(memory.full(instance, dispatcher.collected()))
                .as("collected")
                .isTrue();
        own.run();
        assertThat(dispatcher.collected()).isZero();
        assertThat(memory.full(instance)).as("under way").isTrue();
        other.run();
        assertThat(memory.full(instance))
                .as("arrived, and not taken by a queue")
                .isFalse();
    }
}
