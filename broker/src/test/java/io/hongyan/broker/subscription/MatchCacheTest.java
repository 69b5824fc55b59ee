package io.hongyan.broker.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchCacheTest {
    private final SubscriptionTrie trie = new SubscriptionTrie(1);

    private static Set<Route> routes(MatchResult matches) {
        Set<Route> routes = new HashSet<>();
        for (Target target : matches.of(0)) {
            for (int i = 0; i < target.routeCount(); i++) {
                routes.add(target.route(i));
            }
        }
        return routes;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_cached_result_is_the_trie_s_own_after_any_change(long seed) {
        Random random = new Random(seed);
        RandomTopics topics = new RandomTopics(random, 3 + (int) seed);
        MatchCache small = new MatchCache(trie, 16, 40);
        MatchCache large = new MatchCache(trie, 4096, 1 << 20);
        FakeReceiver[] receivers = new FakeReceiver[10];
        for (int i = 0; i < receivers.length; i++) {
            receivers[i] = new FakeReceiver("r" + i, 0);
        }
        for (int step = 0; step < 3000; step++) {
            FakeReceiver receiver = receivers[random.nextInt(receivers.length)];
            TopicFilter filter = topics.filter();
            if (random.nextInt(4) == 0) {
                trie.subscribe(filter, new Route(receiver, QoS.AT_MOST_ONCE, false, false, 0));
            } else if (random.nextInt(3) == 0) {
                trie.unsubscribe(filter, receiver);
            }
            Topic topic = topics.topic();
            Set<Route> expected = routes(trie.match(topic));
            assertThat(routes(large.match(topic))).isEqualTo(expected);
            assertThat(routes(small.match(topic))).isEqualTo(expected);
            assertThat(small.size()).isBetween(0, 16);
            assertThat(small.targets()).isBetween(0, 40);
        }
    }

    @Test
    void a_result_is_kept_while_nothing_changes_that_concerns_it() {
        MatchCache cache = new MatchCache(trie, 100, 100);
        Topic topic = Topic.of("a/b/c");
        FakeReceiver receiver = new FakeReceiver("r", 0);
        Route route = new Route(receiver, QoS.AT_MOST_ONCE, false, false, 0);
        trie.subscribe(TopicFilter.parse("a/b/+"), route);
        MatchResult first = cache.match(topic);
        trie.subscribe(TopicFilter.parse("a/c/+"), route);
        trie.subscribe(TopicFilter.parse("b/+/c"), route);
        assertThat(cache.match(topic)).isSameAs(first);
        for (String filter : new String[] {"#", "+/x", "a/#", "a/+/x", "a/b/x", "a/b/#"}) {
            long before = trie.generation(topic);
            trie.subscribe(TopicFilter.parse(filter), route);
            assertThat(trie.generation(topic)).as(filter).isNotEqualTo(before);
        }
        assertThat(cache.match(topic).of(0)[0].routeCount()).isEqualTo(4);
    }

    @Test
    void a_member_of_a_group_comes_and_goes_without_making_results_stale() {
        TopicFilter filter = TopicFilter.parse("$share/g/a/b");
        Topic topic = Topic.of("a/b");
        FakeReceiver one = new FakeReceiver("one", 0);
        FakeReceiver two = new FakeReceiver("two", 0);
        MatchCache cache = new MatchCache(trie, 10, 10);
        trie.subscribe(filter, new Route(one, QoS.AT_MOST_ONCE, false, false, 0));
        MatchResult matches = cache.match(topic);
        trie.subscribe(filter, new Route(two, QoS.AT_MOST_ONCE, false, false, 0));
        assertThat(cache.match(topic)).isSameAs(matches);
        assertThat(matches.groups()[0].size()).isEqualTo(2);
        trie.unsubscribe(filter, one);
        trie.unsubscribe(filter, two);
        assertThat(cache.match(topic).isEmpty()).isTrue();
        trie.subscribe(filter, new Route(two, QoS.AT_MOST_ONCE, false, false, 0));
        assertThat(cache.match(topic).groups()[0].size()).isEqualTo(1);
    }

    @Test
    void a_result_with_more_targets_than_allowed_is_right_but_not_kept() {
        MatchCache cache = new MatchCache(trie, 10, 20);
        for (int i = 0; i < 30; i++) {
            FakeReceiver receiver = new FakeReceiver("r" + i, 0);
            trie.subscribe(TopicFilter.parse("a/b"), new Route(receiver, QoS.AT_MOST_ONCE, false, false, 0));
            assertThat(cache.match(Topic.of("a/b")).size()).isEqualTo(i + 1);
            assertThat(cache.targets()).isLessThanOrEqualTo(20);
        }
        assertThat(cache.size()).isZero();
    }
}
