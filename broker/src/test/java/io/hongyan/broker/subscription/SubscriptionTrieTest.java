package io.hongyan.broker.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.codec.QoS;
import io.hongyan.codec.spec.Spec;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionTrieTest {
    private static final int SHARDS = 3;

    private final Set<TopicFilter> told = new HashSet<>();
    private final SubscriptionTrie trie = new SubscriptionTrie(SHARDS, new FilterListener() {
        @Override
        public void added(TopicFilter filter) {
            assertThat(told.add(filter)).as("%s is new", filter.text()).isTrue();
        }

        @Override
        public void removed(TopicFilter filter) {
            assertThat(told.remove(filter)).as("%s was there", filter.text()).isTrue();
        }
    });

    private static Route route(Receiver receiver, int id) {
        return new Route(receiver, QoS.of(id % 3), id % 2 == 0, id % 5 == 0, id);
    }

    private static FakeReceiver receiver(int index) {
        return new FakeReceiver("r" + index, index % SHARDS);
    }

    private static Map<Receiver, Set<Route>> byReceiver(MatchResult matches) {
        Map<Receiver, Set<Route>> found = new HashMap<>();
        int size = 0;
        for (int shard = 0; shard < SHARDS; shard++) {
            for (Target target : matches.of(shard)) {
                assertThat(target.receiver().shard()).isEqualTo(shard);
                Set<Route> routes = new HashSet<>();
                for (int i = 0; i < target.routeCount(); i++) {
                    assertThat(target.route(i).receiver()).isSameAs(target.receiver());
                    assertThat(target.qos().level())
                            .isGreaterThanOrEqualTo(target.route(i).qos().level());
                    routes.add(target.route(i));
                }
                assertThat(routes).hasSize(target.routeCount());
                assertThat(found.put(target.receiver(), routes)).isNull();
                size++;
            }
        }
        assertThat(matches.size()).isEqualTo(size);
        return found;
    }

    @ParameterizedTest
    @CsvSource({"1, 10, 5", "2, 10, 5", "3, 4, 5", "4, 4, 40", "5, 2, 60", "6, 1, 100", "7, 1, 3", "8, 3, 200"})
    void random_changes_leave_the_trie_equal_to_a_list_of_filters(long seed, int names, int clients) {
        Random random = new Random(seed);
        RandomTopics topics = new RandomTopics(random, names);
        List<FakeReceiver> receivers = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            receivers.add(receiver(i));
        }
        Map<TopicFilter, Map<Receiver, Route>> model = new LinkedHashMap<>();
        for (int step = 1; step < 4000; step++) {
            TopicFilter filter = topics.filter();
            Receiver receiver = receivers.get(random.nextInt(receivers.size()));
            boolean growing = step / 1000 % 2 == 0;
            Map<Receiver, Route> known = model.computeIfAbsent(filter, f -> new HashMap<>());
            if (random.nextInt(10) < (growing ? 8 : 3)) {
                Route route = route(receiver, step);
                assertThat(trie.subscribe(filter, route)).isSameAs(known.put(receiver, route));
            } else {
                assertThat(trie.unsubscribe(filter, receiver)).isSameAs(known.remove(receiver));
            }
            if (step % 4 == 0) {
                Topic topic = topics.topic();
                assertThat(byReceiver(trie.match(topic))).isEqualTo(expected(model, topic));
            }
        }
        assertThat(told).isEqualTo(filtersWithSubscribers(model));
        assertThat(trie.size())
                .isEqualTo(model.values().stream().mapToInt(Map::size).sum());
        assertLean(trie.root(), true);
        model.forEach((filter, routes) -> routes.keySet().forEach(receiver -> trie.unsubscribe(filter, receiver)));
        assertThat(trie.size()).isZero();
        assertThat(trie.root()).isEqualTo(TrieNode.Fork.ROOT);
        assertThat(told).isEmpty();
    }

    private static Set<TopicFilter> filtersWithSubscribers(Map<TopicFilter, Map<Receiver, Route>> model) {
        Set<TopicFilter> filters = new HashSet<>(model.keySet());
        filters.removeIf(filter -> model.get(filter).isEmpty());
        return filters;
    }

    private static Map<Receiver, Set<Route>> expected(Map<TopicFilter, Map<Receiver, Route>> model, Topic topic) {
        Map<Receiver, Set<Route>> expected = new HashMap<>();
        model.forEach((filter, routes) -> {
            if (filter.matches(topic)) {
                routes.forEach((receiver, route) ->
                        expected.computeIfAbsent(receiver, r -> new HashSet<>()).add(route));
            }
        });
        return expected;
    }

    /// No node is there that could be merged with its child or left out.
    private static void assertLean(TrieNode node, boolean root) {
        if (node instanceof TrieNode.Fork fork) {
            List<TrieNode> children = new ArrayList<>();
            fork.forEachExact(children::add);
            if (fork.plus() != null) {
                children.add(fork.plus());
            }
            if (fork.hash() != null) {
                children.add(fork.hash());
            }
            assertThat(root || children.size() > (fork.audience() == null ? 1 : 0))
                    .isTrue();
            children.forEach(child -> assertLean(child, false));
        } else {
            assertThat(node.audience()).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a/#, a, true",
        "a/#, a/b/c, true",
        "a/#, ab, false",
        "+, a, true",
        "+, /a, false",
        "/+, /a, true",
        "+/+, /a, true",
        "a/+, a, false",
        "a/+, a/, true",
        "#, a/b, true",
        "#, $SYS/x, false",
        "+/x, $SYS/x, false",
        "$SYS/#, $SYS/x, true",
        "$SYS/+, $SYS/x, true",
        "a/+/c, a/b/c, true",
        "a/+/c, a/b/d, false",
        "/, /, true",
        "+/#, a, true",
        "a/b, A/b, false"
    })
    @Spec({
        "3.1.1/MQTT-4.7.1-2", "3.1.1/MQTT-4.7.1-3", "3.1.1/MQTT-4.7.2-1", "3.1.1/MQTT-4.7.3-4",
        "5.0/MQTT-4.7.1-1", "5.0/MQTT-4.7.1-2", "5.0/MQTT-4.7.2-1", "5.0/MQTT-4.7.3-4"
    })
    void wildcards_match_as_the_standard_says(String filter, String topic, boolean matches) {
        trie.subscribe(TopicFilter.parse(filter), route(receiver(0), 1));
        assertThat(trie.match(Topic.of(topic)).isEmpty()).isEqualTo(!matches);
    }

    @Test
    void a_receiver_with_overlapping_subscriptions_is_one_target_with_the_highest_qos() {
        FakeReceiver receiver = receiver(1);
        Route low = new Route(receiver, QoS.AT_MOST_ONCE, false, false, 7);
        Route high = new Route(receiver, QoS.EXACTLY_ONCE, true, true, 8);
        trie.subscribe(TopicFilter.parse("a/+"), low);
        trie.subscribe(TopicFilter.parse("#"), high);
        trie.subscribe(TopicFilter.parse("a/b"), route(receiver(2), 0));
        MatchResult matches = trie.match(Topic.of("a/b"));
        assertThat(matches.size()).isEqualTo(2);
        Target target = matches.of(1)[0];
        assertThat(target.qos()).isEqualTo(QoS.EXACTLY_ONCE);
        assertThat(List.of(target.route(0), target.route(1))).containsExactlyInAnyOrder(low, high);
        assertThat(trie.match(Topic.of("b")).of(1)).containsExactly(high);
    }

    @Test
    void a_route_keeps_what_it_was_made_of() {
        for (QoS qos : QoS.values()) {
            for (int flags = 0; flags < 4; flags++) {
                for (int id : new int[] {0, 1, Route.MAX_SUBSCRIPTION_ID}) {
                    Route route = new Route(receiver(1), qos, (flags & 1) == 1, (flags & 2) == 2, id);
                    assertThat(route.qos()).isEqualTo(qos);
                    assertThat(route.noLocal()).isEqualTo((flags & 1) == 1);
                    assertThat(route.retainAsPublished()).isEqualTo((flags & 2) == 2);
                    assertThat(route.subscriptionId()).isEqualTo(id);
                }
            }
        }
        assertThatThrownBy(() -> new Route(receiver(1), QoS.AT_MOST_ONCE, false, false, Route.MAX_SUBSCRIPTION_ID + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void topics_and_filters_of_the_most_levels_exhaust_no_stack() {
        int levels = 65_535;
        Topic topic = Topic.of("/".repeat(levels));
        List<String> filters = List.of(
                "/".repeat(levels),
                "/".repeat(levels - 1) + "x",
                "/".repeat(30_000) + "#",
                "/+".repeat(32_767) + "/",
                "+/".repeat(20_000) + "#");
        FakeReceiver receiver = receiver(0);
        filters.forEach(filter -> trie.subscribe(TopicFilter.parse(filter), route(receiver, 1)));
        assertThat(trie.match(topic).of(0)[0].routeCount()).isEqualTo(3);
        filters.forEach(filter -> trie.unsubscribe(TopicFilter.parse(filter), receiver));
        assertThat(trie.root()).isEqualTo(TrieNode.Fork.ROOT);
    }

    @Test
    void a_chain_of_thousands_of_filters_one_below_the_other_exhausts_no_stack() {
        FakeReceiver receiver = receiver(0);
        StringBuilder filter = new StringBuilder("a");
        List<TopicFilter> filters = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            filters.add(TopicFilter.parse(filter.toString()));
            filters.add(TopicFilter.parse(filter + "/+"));
            filter.append("/a");
        }
        filters.forEach(each -> trie.subscribe(each, route(receiver, 1)));
        assertThat(trie.match(Topic.of(filter.toString())).size()).isEqualTo(1);
        assertThat(trie.match(Topic.of("a/a/b")).size()).isEqualTo(1);
        filters.forEach(each -> trie.unsubscribe(each, receiver));
        assertThat(trie.root()).isEqualTo(TrieNode.Fork.ROOT);
    }

    @Test
    void a_crowd_is_found_whole_and_merged_with_the_few_others() {
        List<FakeReceiver> receivers = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            receivers.add(receiver(i));
            trie.subscribe(TopicFilter.parse("news/all"), route(receivers.get(i), i));
        }
        Topic topic = Topic.of("news/all");
        assertThat(trie.match(topic).size()).isEqualTo(5000);
        assertThat(trie.match(topic).of(1)).isSameAs(trie.match(topic).of(1));
        trie.subscribe(TopicFilter.parse("news/+"), route(receivers.get(7), 2));
        trie.subscribe(TopicFilter.parse("news/#"), route(receivers.get(7), 1));
        trie.subscribe(TopicFilter.parse("#"), route(receiver(5000), 0));
        Map<Receiver, Set<Route>> found = byReceiver(trie.match(topic));
        assertThat(found).hasSize(5001);
        assertThat(found.get(receivers.get(7))).hasSize(3);
        assertThat(trie.size()).isEqualTo(5003);
        receivers.forEach(receiver -> trie.unsubscribe(TopicFilter.parse("news/all"), receiver));
        assertThat(trie.match(topic).size()).isEqualTo(2);
    }

    @Test
    void levels_of_equal_hash_are_told_apart() {
        List<String> names = equalHashes(40);
        FakeReceiver[] receivers = new FakeReceiver[names.size()];
        for (int i = 0; i < receivers.length; i++) {
            receivers[i] = receiver(i);
            trie.subscribe(TopicFilter.parse("a/" + names.get(i) + "/b"), route(receivers[i], 1));
        }
        for (int i = 0; i < receivers.length; i++) {
            Topic topic = Topic.of("a/" + names.get(i) + "/b");
            assertThat(byReceiver(trie.match(topic))).containsOnlyKeys(receivers[i]);
            trie.unsubscribe(TopicFilter.parse("a/" + names.get(i) + "/b"), receivers[i]);
            assertThat(trie.match(topic).isEmpty()).isTrue();
        }
        assertThat(trie.root()).isEqualTo(TrieNode.Fork.ROOT);
    }

    /// Two names of one hash, found by search, each with the same ends: the hash goes on from equal states.
    private static List<String> equalHashes(int count) {
        Map<Integer, String> seen = new HashMap<>();
        List<String[]> pairs = new ArrayList<>();
        Random random = new Random(5);
        while (pairs.isEmpty()) {
            String name = Long.toString(random.nextLong() >>> 20, 36);
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            String other = name.length() == 9 ? seen.putIfAbsent(TopicLevels.hash(bytes, 0, 9), name) : null;
            if (other != null && !other.equals(name)) {
                pairs.add(new String[] {other, name});
            }
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count / 2; i++) {
            names.add(pairs.get(0)[0] + i);
            names.add(pairs.get(0)[1] + i);
        }
        return names;
    }

    @Test
    void a_reader_never_misses_a_subscription_that_stays_while_others_come_and_go() throws Exception {
        FakeReceiver stays = receiver(0);
        List<String> filters = List.of("a/b/c", "a/+/c", "a/#", "+/b/c", "#");
        filters.forEach(filter -> trie.subscribe(TopicFilter.parse(filter), route(stays, 0)));
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                results.add(readers.submit(() -> {
                    Topic topic = Topic.of("a/b/c");
                    int wrong = 0;
                    while (!done.get()) {
                        Map<Receiver, Set<Route>> found = byReceiver(trie.match(topic));
                        wrong += found.getOrDefault(stays, Set.of()).size() == 5 ? 0 : 1;
                    }
                    return wrong;
                }));
            }
            Random random = new Random(9);
            RandomTopics topics = new RandomTopics(random, 4);
            List<FakeReceiver> others = new ArrayList<>();
            for (int i = 1; i < 40; i++) {
                others.add(receiver(i));
            }
            for (int i = 0; i < 10_000; i++) {
                FakeReceiver other = others.get(random.nextInt(others.size()));
                TopicFilter filter =
                        random.nextBoolean() ? topics.filter() : TopicFilter.parse(filters.get(random.nextInt(5)));
                if (random.nextBoolean()) {
                    trie.subscribe(filter, route(other, i));
                } else {
                    trie.unsubscribe(filter, other);
                }
            }
            done.set(true);
            for (Future<Integer> result : results) {
                assertThat(result.get()).isZero();
            }
        }
    }

    @Test
    void subscriptions_below_a_first_level_are_those_whose_filters_begin_with_it() {
        int id = 0;
        for (String filter : List.of("a", "a/b", "a/b/c", "a/+", "a/#", "$share/g/a/b", "ab/c", "+/b", "#")) {
            trie.subscribe(TopicFilter.parse(filter), route(receiver(id), id));
            trie.subscribe(TopicFilter.parse(filter), route(receiver(100 + id), id++));
        }
        assertThat(trie.sizeBelow(new byte[] {'a'})).isEqualTo(12);
        assertThat(trie.sizeBelow("ab".getBytes(StandardCharsets.UTF_8))).isEqualTo(2);
        assertThat(trie.sizeBelow("b".getBytes(StandardCharsets.UTF_8))).isZero();
    }
}
