package io.hongyan.amqp.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.testkit.MovableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// How much of durable queues is in memory.
class ReadAheadTest {
    private static final int SIZE = 1 << 20;
    private static final int MESSAGES = 20;
    private static final long MEMORY = 5L << 20;

    private final MemoryStore store = new MemoryStore();
    private final ShardStore shard = store.shard(Runnable::run);
    private final MessageIds ids = new MessageIds(new MovableClock(), new Random(1));
    private final HandLoop loop = new HandLoop();
    private final SharedBytes memory = new SharedBytes(MEMORY);
    private final List<Throwable> failures = new ArrayList<>();

    private StoredSource full(String name) {
        Outbox outbox = store.outbox(OutboxKey.ofQueue("i", name), OutboxLimits.defaults());
        Message message = new Message(
                Topic.of("a/b"), new byte[SIZE], QoS.AT_LEAST_ONCE, false, Properties.NONE, "publisher", Message.NEVER);
        for (int i = 0; i < MESSAGES; i++) {
            assertThat(outbox.reserve(message)).isTrue();
            shard.append(outbox, message, new OutboxLabel(ids.next("i"), false, true));
        }
        loop.run();
        return new StoredSource(outbox, new Turns(loop, () -> {}, (_, bug) -> failures.add(bug)), memory);
    }

    private void want(StoredSource source) {
        source.want(true);
        loop.run();
    }

    @Test
    void queues_read_ahead_as_much_as_all_may_and_each_gets_on_with_its_oldest() {
        StoredSource one = full("one");
        StoredSource other = full("other");
        want(one);
        assertThat(memory.take(MEMORY / 2)).as("the first one has read ahead").isFalse();
        for (int i = 0; i < MESSAGES; i++) {
            want(other);
            assertThat(other.peek()).as("message %s", i).isNotNull();
            other.take();
        }
        one.close();
        other.close();
        assertThat(memory.take(MEMORY)).as("all is given back").isTrue();
        assertThat(failures).isEmpty();
    }
}
