package io.hongyan.broker.retained;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.config.RetainedLimits;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.RetainedTopic;
import io.hongyan.broker.store.VShard;
import io.hongyan.broker.subscription.RandomTopics;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetainedMessagesTest {
    private final HandClock clock = new HandClock();
    private final RetainedMessages retained = new RetainedMessages("i", RetainedLimits.defaults(), clock);

    private static final class HandClock implements Clock {
        private long now = 1000;

        @Override
        public long wallMillis() {
            return now;
        }

        @Override
        public long steadyMillis() {
            return now;
        }
    }

    private static Message message(Topic topic, int payload, long expiresAt) {
        return new Message(topic, new byte[payload], QoS.AT_LEAST_ONCE, true, Properties.NONE, "c", expiresAt);
    }

    private static Message message(String topic, int payload) {
        return message(Topic.of(topic), payload, Message.NEVER);
    }

    private List<Topic> walk(String filter, int slice) {
        return walk(retained.walk(TopicFilter.parse(filter)), slice);
    }

    private static List<Topic> walk(RetainedMessages.Walk walk, int slice) {
        List<Topic> met = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = walk.next(slice, message -> met.add(message.topic()));
        }
        assertThat(walk.next(slice, message -> met.add(message.topic()))).isFalse();
        return met;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_walk_meets_what_the_filter_matches_each_once(long seed) {
        Random random = new Random(seed);
        RandomTopics topics = new RandomTopics(random, 4 + (int) seed);
        Map<Topic, Message> model = new HashMap<>();
        for (int step = 0; step < 3000; step++) {
            Topic topic = topics.topic();
            if (random.nextInt(3) == 0) {
                assertThat(retained.remove(topic)).isEqualTo(model.remove(topic) != null);
            } else {
                Message message = message(topic, 1 + random.nextInt(9), Message.NEVER);
                assertThat(retained.put(message).kept()).isTrue();
                model.put(topic, message);
            }
            if (step % 5 == 0) {
                TopicFilter filter = topics.filter();
                List<Topic> met = walk(filter.text(), 1 + random.nextInt(7));
                Set<Topic> expected =
                        model.keySet().stream().filter(filter::matches).collect(Collectors.toSet());
                assertThat(met).hasSameSizeAs(expected);
                assertThat(new HashSet<>(met)).isEqualTo(expected);
                assertThat(walk(retained.walk(filter, topic), 3))
                        .as("%s behind %s", filter, topic)
                        .isEqualTo(met.stream()
                                .filter(each -> TopicOrder.COMPARATOR.compare(each.utf8(), topic.utf8()) > 0)
                                .toList());
            }
            Message got = retained.get(topic);
            assertThat(got == null ? null : got.payload())
                    .isEqualTo(model.containsKey(topic) ? model.get(topic).payload() : null);
        }
        assertThat(retained.count()).isEqualTo(model.size());
        assertThat(retained.bytes())
                .isEqualTo(model.values().stream().mapToLong(Message::bytes).sum());
    }

    @Test
    void a_walk_loses_nothing_that_stays_while_others_write() throws Exception {
        List<Topic> stay = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Topic topic = Topic.of("r/" + i % 25 + "/" + i);
            stay.add(topic);
            retained.put(message(topic, 1, Message.NEVER));
        }
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<?> writing = writer.submit(() -> {
                Random random = new Random(3);
                while (!done.get()) {
                    Topic other = Topic.of("r/" + random.nextInt(50) + "/" + (500 + random.nextInt(500)));
                    if (random.nextBoolean()) {
                        retained.put(message(other, 1, Message.NEVER));
                    } else {
                        retained.remove(other);
                    }
                    retained.put(message(stay.get(random.nextInt(500)), 2, Message.NEVER));
                }
            });
            for (int i = 0; i < 20; i++) {
                for (String filter : List.of("r/#", "r/+/+", "#")) {
                    List<Topic> met = walk(filter, 1 + i * 5);
                    Set<Topic> different = new HashSet<>(met);
                    assertThat(different).hasSameSizeAs(met);
                    assertThat(different.containsAll(stay)).isTrue();
                }
            }
            done.set(true);
            writing.get();
        }
        Set<Topic> left = new HashSet<>(walk("#", 1000));
        assertThat(retained.count()).isEqualTo(left.size());
    }

    @Test
    void what_the_server_publishes_itself_is_not_of_clients() {
        retained.put(message("$SYS/broker/uptime", 5));
        retained.put(message("$SYSTEM/a", 5));
        retained.put(message("a", 5));
        long bytes = message("$SYSTEM/a", 5).bytes();
        bytes += message("a", 5).bytes();
        assertThat(retained.ofClients()).isEqualTo(new RetainedMessages.OfClients(2, bytes));
        assertThat(retained.count()).isEqualTo(3);
    }

    @Test
    void an_empty_message_removes_and_is_not_kept() {
        retained.put(message("a", 1));
        assertThat(retained.put(message("a", 0)).kept()).isTrue();
        assertThat(retained.get(Topic.of("a"))).isNull();
        assertThat(retained.count()).isZero();
        assertThat(retained.bytes()).isZero();
    }

    @Test
    void a_message_beyond_a_limit_is_not_kept_and_leaves_nothing_outdated() {
        int each = message("a", 10).bytes();
        RetainedMessages few = new RetainedMessages("i", new RetainedLimits(2, 2L * each + 5), clock);
        assertThat(few.put(message("a", 10)).kept()).isTrue();
        assertThat(few.put(message("b", 10)).kept()).isTrue();
        assertThat(few.put(message("c", 10)).kept()).isFalse();
        assertThat(few.get(Topic.of("c"))).isNull();
        assertThat(few.put(message("a", 15)).kept()).isTrue();
        assertThat(few.put(message("a", 16)).kept()).isFalse();
        assertThat(few.get(Topic.of("a"))).isNull();
        assertThat(few.count()).isEqualTo(1);
        assertThat(few.bytes()).isEqualTo(each);
        assertThat(few.put(message("c", 10)).kept()).isTrue();
    }

    @Test
    void an_expired_message_is_never_met_and_is_removed_on_the_way() {
        retained.put(message(Topic.of("a/b"), 1, 2000));
        retained.put(message(Topic.of("a/c"), 1, 3000));
        retained.put(message("a/d", 1));
        assertThat(walk("a/+", 10)).hasSize(3);
        clock.now = 2000;
        assertThat(walk("a/+", 1)).containsExactly(Topic.of("a/c"), Topic.of("a/d"));
        assertThat(retained.count()).isEqualTo(2);
        clock.now = 3000;
        assertThat(retained.get(Topic.of("a/c"))).isNull();
        assertThat(retained.count()).isEqualTo(1);
    }

    @Test
    void the_sweep_removes_all_that_expired_in_slices() {
        for (int i = 0; i < 100; i++) {
            retained.put(message(Topic.of("t/" + i), 1, i % 4 == 0 ? Message.NEVER : 2000));
        }
        assertThat(retained.removeExpired(1000)).isZero();
        clock.now = 2000;
        int removed = 0;
        for (int i = 0; i < 12; i++) {
            removed += retained.removeExpired(10);
        }
        assertThat(removed).isEqualTo(75);
        assertThat(retained.count()).isEqualTo(25);
        retained.put(message(Topic.of("t/1"), 1, 2000));
        retained.put(message("t/1", 1));
        assertThat(retained.removeExpired(1000)).isZero();
    }

    @Test
    void leading_wildcards_pass_by_topics_that_begin_with_a_dollar() {
        for (String topic : List.of("$SYS/a", "$SYS", "x", "!/a", "a", "%")) {
            retained.put(message(topic, 1));
        }
        assertThat(walk("#", 2)).hasSize(4).noneMatch(Topic::startsWithDollar);
        assertThat(walk("+/a", 2)).containsExactly(Topic.of("!/a"));
        assertThat(walk("$SYS/#", 2)).containsExactly(Topic.of("$SYS"), Topic.of("$SYS/a"));
    }

    @Test
    void a_shared_subscription_gets_none() {
        retained.put(message("a", 1));
        assertThat(walk("$share/g/a", 10)).isEmpty();
    }

    @Test
    void a_step_is_a_seek_so_that_a_slice_is_bounded_even_when_nothing_matches() {
        for (int i = 0; i < 1000; i++) {
            retained.put(message("r/" + i + "/x", 1));
        }
        RetainedMessages.Walk walk = retained.walk(TopicFilter.parse("r/+/y"));
        int slices = 1;
        while (walk.next(100, message -> {
            throw new AssertionError(message);
        })) {
            slices++;
        }
        assertThat(slices).isBetween(10, 21);
    }

    @Test
    void a_walk_stops_when_there_is_no_room_and_goes_on_where_it_was() {
        for (int i = 0; i < 10; i++) {
            retained.put(message("r/" + i, 1));
        }
        List<Topic> met = new ArrayList<>();
        RetainedMessages.Walk walk = retained.walk(TopicFilter.parse("r/#"));
        assertThat(walk.next(100, () -> met.size() < 4, message -> met.add(message.topic())))
                .isTrue();
        assertThat(met).hasSize(4);
        assertThat(walk.next(100, () -> false, message -> met.add(message.topic())))
                .isTrue();
        assertThat(walk.next(100, message -> met.add(message.topic()))).isFalse();
        assertThat(new HashSet<>(met)).hasSize(10).hasSameSizeAs(met);
    }

    @Test
    void topics_of_the_most_levels_are_kept_and_met() {
        Topic deep = Topic.of("/".repeat(65_535));
        retained.put(message(deep, 1, Message.NEVER));
        assertThat(walk("#", 1)).containsExactly(deep);
        assertThat(walk("+/".repeat(32_767) + "#", 1)).containsExactly(deep);
        assertThat(walk("/".repeat(65_534) + "+", 1)).isEmpty();
    }

    @Test
    void after_its_end_nothing_is_left_and_nothing_is_kept() {
        retained.put(message("a", 1));
        retained.put(message("b", 1));
        retained.end();
        assertThat(retained.put(message("a", 1)).kept()).isTrue();
        assertThat(walk("#", 10)).isEmpty();
        assertThat(retained.get(Topic.of("a"))).isNull();
        assertThat(retained.count()).isZero();
        assertThat(retained.bytes()).isZero();
    }

    @Test
    void the_store_finds_by_a_topic_what_is_retained_when_it_looks() {
        RetainedTopic topic = retained.put(message("a", 1)).topic();
        retained.put(message("a", 2));
        assertThat(payload(topic)).isEqualTo(2);
        RetainedTopic cleared = retained.put(message("a", 0)).topic();
        assertThat(payload(cleared)).isZero();
        retained.put(message("a", 3));
        assertThat(payload(topic)).isEqualTo(3);
        assertThat(payload(cleared)).isEqualTo(3);
        assertThat(topic.topic()).isEqualTo(Topic.of("a"));
        assertThat(topic.instance()).isEqualTo("i");
        retained.end();
        assertThat(payload(topic)).isZero();
    }

    @Test
    void a_message_beyond_a_limit_leaves_its_topic_empty() {
        RetainedMessages one = new RetainedMessages("i", new RetainedLimits(1, 1000), clock);
        one.put(message("a", 1));
        assertThat(payload(one.put(message("b", 1)).topic())).isZero();
        assertThat(payload(one.put(message("a", 2000)).topic())).isZero();
        assertThat(one.count()).isZero();
        assertThat(one.put(message("b", 1)).kept()).isTrue();
    }

    private static int payload(RetainedTopic topic) {
        Message present = topic.take();
        return present == null ? 0 : present.payload().length;
    }

    @Test
    void what_the_store_had_is_taken_whatever_the_limits_are_unless_there_is_something_later() {
        RetainedMessages one = new RetainedMessages("i", new RetainedLimits(1, 1000), clock);
        assertThat(one.put(message("later", 2)).kept()).isTrue();
        one.restore(message("later", 1));
        one.restore(message("a", 1));
        one.restore(message("b", 1));
        assertThat(one.count()).isEqualTo(3);
        assertThat(Objects.requireNonNull(one.get(Topic.of("later"))).payload()).hasSize(2);
        assertThat(one.put(message("c", 1)).kept()).isFalse();
        one.end();
        one.restore(message("a", 1));
        assertThat(one.count()).isZero();
    }

    @Test
    void what_is_withdrawn_is_gone_from_memory_and_still_written() {
        BitSet vshards = new BitSet();
        Map<Topic, RetainedTopic> places = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            Topic topic = Topic.of("t/" + i);
            places.put(topic, retained.put(message(topic, 1, 5000)).topic());
            if (i < 50) {
                vshards.set(VShard.of(topic.utf8()));
            }
        }
        retained.put(message("$SYS/x", 1));
        vshards.set(VShard.of(Topic.of("$SYS/x").utf8()));
        byte[] after = retained.withdraw(vshards, null, 7);
        while (after != null) {
            after = retained.withdraw(vshards, after, 7);
        }
        for (int i = 0; i < 100; i++) {
            Topic topic = Topic.of("t/" + i);
            assertThat(retained.get(topic) == null)
                    .as("%s is gone", topic)
                    .isEqualTo(vshards.get(VShard.of(topic.utf8())));
            assertThat(Objects.requireNonNull(places.get(topic)).take()).isNotNull();
        }
        assertThat(retained.get(Topic.of("$SYS/x"))).isNotNull();
        assertThat(retained.count()).isEqualTo(walk("#", 10).size() + 1);
    }
}
