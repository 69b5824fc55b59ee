package io.hongyan.broker.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Topic;
import io.hongyan.codec.TopicFilter;
import io.hongyan.codec.spec.Spec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTrieTest {
    private static final int SHARDS = 3;

    private final SubscriptionTrie trie = new SubscriptionTrie(SHARDS);

    private static Route route(Receiver receiver, int id) {
        return new Route(receiver, QoS.of(id % 3), id % 2 == 0, id % 5 == 0, id);
    }

    private static FakeReceiver receiver(int index) {
        return new FakeReceiver("r" + index, index % SHARDS);
    }

    private static Map<Receiver, Set<Route>> byReceiver(Matches matches) {
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
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void random_changes_leave_the_trie_equal_to_a_list_of_filters(long seed) {
        Random random = new Random(seed);
        RandomTopics topics = new RandomTopics(random, seed % 2 == 0 ? 10 : 4);
        List<FakeReceiver> receivers = new ArrayList<>();
        for (int i = 0; i < (seed < 5 ? 5 : 100); i++) {
            receivers.add(receiver(i));
        }
        Map<TopicFilter, Map<Receiver, Route>> model = new LinkedHashMap<>();
        for (int step = 1; step < 6000; step++) {
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
            if (step % 3 == 0) {
                Topic topic = topics.topic();
                assertThat(byReceiver(trie.match(topic))).isEqualTo(expected(model, topic));
            }
        }
        assertThat(trie.size())
                .isEqualTo(model.values().stream().mapToInt(Map::size).sum());
        assertLean(trie.root(), true);
        model.forEach((filter, routes) -> routes.keySet().forEach(receiver -> trie.unsubscribe(filter, receiver)));
        assertThat(trie.size()).isZero();
        assertThat(trie.root()).isEqualTo(Node.Fork.ROOT);
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
    private static void assertLean(Node node, boolean root) {
        if (node instanceof Node.Fork fork) {
            List<Node> children = new ArrayList<>();
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
}
