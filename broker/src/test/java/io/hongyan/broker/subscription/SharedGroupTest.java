package io.hongyan.broker.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.config.SharedSubscriptionStrategy;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SharedGroupTest {
    private static final Topic TOPIC = Topic.of("a/b");
    private static final TopicFilter FILTER = TopicFilter.parse("$share/g/a/+");

    private final SubscriptionTrie trie = new SubscriptionTrie(2);

    private FakeReceiver join(String name) {
        return join(name, QoS.AT_LEAST_ONCE);
    }

    private FakeReceiver join(String name, QoS qos) {
        FakeReceiver receiver = new FakeReceiver(name, Math.floorMod(name.hashCode(), 2));
        trie.subscribe(FILTER, new Route(receiver, qos, false, false, 0));
        return receiver;
    }

    private SharedGroup group() {
        SharedGroup[] groups = trie.match(TOPIC).groups();
        assertThat(groups).hasSize(1);
        return groups[0];
    }

    private @Nullable Receiver pick(SharedSubscriptionStrategy strategy, String publisher) {
        Route route = group().pick(strategy, publisher, null);
        return route == null ? null : route.receiver();
    }

    @Test
    void round_robin_gives_each_member_the_same_share() {
        List<FakeReceiver> members = List.of(join("x"), join("y"), join("z"));
        List<Receiver> picked = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            picked.add(pick(SharedSubscriptionStrategy.ROUND_ROBIN, "p"));
        }
        members.forEach(
                member -> assertThat(picked.stream().filter(member::equals)).hasSize(10));
    }

    @Test
    void sticky_stays_with_one_member_until_that_is_absent_or_leaves() {
        FakeReceiver x = join("x");
        FakeReceiver y = join("y");
        Receiver first = pick(SharedSubscriptionStrategy.STICKY, "p");
        FakeReceiver other = first == x ? y : x;
        join("z");
        assertThat(pick(SharedSubscriptionStrategy.STICKY, "q")).isSameAs(first);
        ((FakeReceiver) first).connected(false);
        Receiver second = pick(SharedSubscriptionStrategy.STICKY, "p");
        assertThat(second).isNotSameAs(first);
        ((FakeReceiver) first).connected(true);
        assertThat(pick(SharedSubscriptionStrategy.STICKY, "p")).isSameAs(second);
        trie.unsubscribe(FILTER, second);
        assertThat(pick(SharedSubscriptionStrategy.STICKY, "p"))
                .isNotSameAs(second)
                .isNotNull();
        assertThat(other).isNotSameAs(first);
    }

    @ParameterizedTest
    @EnumSource
    void of_absent_members_one_that_keeps_messages_is_chosen(SharedSubscriptionStrategy strategy) {
        for (String name : List.of("x", "y", "z")) {
            join(name, QoS.AT_MOST_ONCE).connected(false);
        }
        FakeReceiver keeps = join("k", QoS.EXACTLY_ONCE);
        keeps.connected(false);
        for (String publisher : List.of("p", "q", "r")) {
            assertThat(pick(strategy, publisher)).isSameAs(keeps);
        }
    }

    @Test
    void one_publisher_always_gets_the_same_member_by_hash() {
        for (int i = 0; i < 5; i++) {
            join("m" + i);
        }
        Set<Receiver> picked = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Receiver member = pick(SharedSubscriptionStrategy.HASH_PUBLISHER, "client" + i);
            assertThat(pick(SharedSubscriptionStrategy.HASH_PUBLISHER, "client" + i))
                    .isSameAs(member);
            picked.add(member);
        }
        assertThat(picked).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource
    void connected_members_come_before_absent_ones(SharedSubscriptionStrategy strategy) {
        FakeReceiver x = join("x");
        FakeReceiver y = join("y");
        FakeReceiver z = join("z");
        x.connected(false);
        z.connected(false);
        for (int i = 0; i < 6; i++) {
            assertThat(pick(strategy, "p" + i)).isSameAs(y);
        }
        y.connected(false);
        assertThat(pick(strategy, "p")).isIn(x, y, z);
    }

    @ParameterizedTest
    @EnumSource
    void the_excepted_member_is_not_picked(SharedSubscriptionStrategy strategy) {
        FakeReceiver x = join("x");
        SharedGroup group = group();
        assertThat(group.pick(strategy, "p", x)).isNull();
        FakeReceiver y = join("y");
        y.connected(false);
        Route picked = group.pick(strategy, "p", x);
        assertThat(picked).isNotNull();
        assertThat(picked.receiver()).isSameAs(y);
        trie.unsubscribe(FILTER, x);
        trie.unsubscribe(FILTER, y);
        assertThat(group.pick(strategy, "p", null)).isNull();
    }

    @Test
    void groups_of_a_filter_are_independent_of_each_other_and_of_ordinary_subscriptions() {
        FakeReceiver x = join("x");
        trie.subscribe(TopicFilter.parse("$share/h/a/+"), new Route(x, QoS.AT_MOST_ONCE, false, false, 0));
        trie.subscribe(TopicFilter.parse("a/+"), new Route(x, QoS.AT_MOST_ONCE, false, false, 0));
        trie.subscribe(TopicFilter.parse("$share/g/#"), new Route(x, QoS.AT_MOST_ONCE, false, false, 0));
        MatchResult matches = trie.match(TOPIC);
        assertThat(matches.size()).isEqualTo(1);
        assertThat(matches.groups()).extracting(SharedGroup::name).containsExactlyInAnyOrder("g", "h", "g");
        assertThat(trie.size()).isEqualTo(4);
        assertThat(trie.sharedSize()).isEqualTo(3);
        assertThat(trie.unsubscribe(TopicFilter.parse("a/+"), x)).isNotNull();
        assertThat(trie.match(TOPIC).size()).isZero();
        assertThat(trie.match(TOPIC).groups()).hasSize(3);
        trie.unsubscribe(TopicFilter.parse("$share/h/a/+"), x);
        trie.unsubscribe(TopicFilter.parse("$share/g/#"), x);
        trie.unsubscribe(FILTER, x);
        assertThat(trie.unsubscribe(FILTER, x)).isNull();
        assertThat(trie.root()).isEqualTo(TrieNode.Fork.ROOT);
        assertThat(trie.sharedSize()).isZero();
    }

    @Test
    void subscribing_again_replaces_the_member() {
        FakeReceiver x = join("x");
        Route again = new Route(x, QoS.EXACTLY_ONCE, false, false, 9);
        Route replaced = trie.subscribe(FILTER, again);
        assertThat(replaced).isNotNull();
        assertThat(replaced.subscriptionId()).isZero();
        assertThat(group().members()).containsExactly(again);
        assertThat(trie.sharedSize()).isEqualTo(1);
    }

    @Test
    void a_group_of_thousands_keeps_exactly_those_who_did_not_leave() {
        List<FakeReceiver> members = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            members.add(join("m" + i));
        }
        Set<Receiver> stay = new HashSet<>();
        for (int i = 0; i < members.size(); i++) {
            if (i % 50 == 0) {
                stay.add(members.get(i));
            } else {
                assertThat(trie.unsubscribe(FILTER, members.get(i))).isNotNull();
            }
        }
        assertThat(group().members())
                .hasSize(100)
                .extracting(Route::receiver)
                .containsExactlyInAnyOrderElementsOf(stay);
        stay.forEach(member -> assertThat(trie.unsubscribe(FILTER, member)).isNotNull());
        assertThat(trie.root()).isEqualTo(TrieNode.Fork.ROOT);
    }

    @ParameterizedTest
    @EnumSource
    void the_connected_member_is_found_while_others_come_and_go(SharedSubscriptionStrategy strategy) throws Exception {
        for (int i = 0; i < 10; i++) {
            join("absent" + i).connected(false);
        }
        FakeReceiver stays = join("stays");
        SharedGroup group = group();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
            Future<Integer> wrong = reader.submit(() -> {
                int count = 0;
                while (!done.get()) {
                    Route picked = group.pick(strategy, "p", null);
                    count += picked != null && picked.receiver() == stays ? 0 : 1;
                }
                return count;
            });
            List<FakeReceiver> others = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                if (others.size() > 100 || (!others.isEmpty() && i % 2 == 0)) {
                    trie.unsubscribe(FILTER, others.remove(i % others.size()));
                } else {
                    FakeReceiver absent = new FakeReceiver("other", 0);
                    absent.connected(false);
                    others.add(absent);
                    trie.subscribe(FILTER, new Route(absent, QoS.AT_MOST_ONCE, false, false, 0));
                }
            }
            done.set(true);
            assertThat(wrong.get()).isZero();
        }
    }
}
