package io.hongyan.broker.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.OverflowPolicy;
import io.hongyan.broker.config.SessionLimits;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.event.Counters;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.quota.MemoryBudget;
import io.hongyan.broker.quota.StoreBudget;
import io.hongyan.broker.store.DeliveryOptions;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.OpenStore;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.codec.QoS;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final int MOST_BYTES = 64 << 10;

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final ShardStore shard = MemoryStore.lasting().shard(tasks::add);
    private final SessionStore store = shard.create(new SessionKey("i", "c"));
    private final AtomicLong memory = new AtomicLong();
    private final List<String> dropped = new ArrayList<>();
    private final InboxAccount account = new InboxAccount(
            new SessionLimits(Duration.ofDays(1), 10, 10, MOST_BYTES, OverflowPolicy.DROP_OLDEST, 10, 10),
            new MemoryBudget(Long.MAX_VALUE, Long.MAX_VALUE),
            memory,
            new StoreBudget(StoreLimits.defaults()),
            new StoreBudget.Used(),
            new Counters(),
            new SystemClock());
    private Inbox inbox = new Inbox(account, store, new Owner());

    private final class Owner implements InboxOwner {
        @Override
        public void available() {}

        @Override
        public void dropped(Message message, DropReason reason) {
            dropped.add(text(message) + " " + reason);
        }

        @Override
        public void dropped(int count, DropReason reason) {
            dropped.add(count + " " + reason);
        }

        @Override
        public void overflowed(int size) {}
    }

    private static String text(Message message) {
        return new String(message.payload(), StandardCharsets.UTF_8).replace("x", "");
    }

    private void turns() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void offer(String text) {
        inbox.offer(OpenStore.message("t", text), DeliveryOptions.of(QoS.AT_LEAST_ONCE, false));
        turns();
    }

    private List<String> taken() {
        List<String> all = new ArrayList<>();
        turns();
        while (!inbox.isEmpty()) {
            InboxEntry entry = inbox.poll();
            if (entry != null) {
                all.add(text(entry.message()));
            }
            turns();
        }
        return all;
    }

    @Test
    void an_absent_receiver_keeps_the_newest_messages_within_the_limit_of_messages() {
        for (int i = 0; i < 30; i++) {
            offer(Integer.toString(i));
        }
        assertThat(inbox.size()).isEqualTo(10);
        assertThat(dropped).hasSize(20).contains("0 QUEUE_FULL", "19 QUEUE_FULL");
        inbox.attach();
        assertThat(taken()).containsExactly("20", "21", "22", "23", "24", "25", "26", "27", "28", "29");
    }

    @Test
    void an_absent_receiver_keeps_the_newest_messages_within_the_limit_of_bytes() {
        for (int i = 0; i < 30; i++) {
            offer(i + "x".repeat(8 << 10));
        }
        assertThat(inbox.size()).isEqualTo(7);
        inbox.attach();
        assertThat(taken()).containsExactly("23", "24", "25", "26", "27", "28", "29");
        assertThat(memory).hasValue(0);
    }

    @Test
    void messages_keep_their_order_when_the_receiver_comes_and_goes() {
        inbox.attach();
        offer("0");
        offer("1");
        inbox.detach();
        offer("2");
        inbox.attach();
        offer("3");
        assertThat(taken()).containsExactly("0", "1", "2", "3");
        assertThat(dropped).isEmpty();
    }

    @Test
    void an_inbox_goes_on_where_an_earlier_one_came_to_rest() {
        offer("taken");
        inbox.attach();
        assertThat(taken()).containsExactly("taken");
        inbox.detach();
        offer("1");
        offer("2");
        rest();
        offer("3");
        rest();
        assertThat(inbox.size()).isEqualTo(3);
        inbox.attach();
        assertThat(taken()).containsExactly("1", "2", "3");
    }

    @Test
    void an_inbox_at_rest_keeps_its_limits() {
        for (int i = 0; i < 30; i++) {
            offer(Integer.toString(i));
            rest();
        }
        assertThat(inbox.size()).isEqualTo(10);
        inbox.attach();
        assertThat(taken()).containsExactly("20", "21", "22", "23", "24", "25", "26", "27", "28", "29");
        assertThat(dropped).hasSize(20);
    }

    @Test
    void an_inbox_does_not_rest_while_its_receiver_is_there_or_a_message_is_not_durable() {
        inbox.attach();
        assertThat(inbox.rest()).isNull();
        inbox.detach();
        inbox.offer(OpenStore.message("t", "1"), DeliveryOptions.of(QoS.EXACTLY_ONCE, false));
        assertThat(inbox.rest()).isNull();
        turns();
        assertThat(inbox.rest()).isNotNull();
    }

    private void rest() {
        RestingInbox rest = inbox.rest();
        assertThat(rest).isNotNull();
        inbox = new Inbox(account, store, new Owner());
        inbox.wake(rest);
    }
}
