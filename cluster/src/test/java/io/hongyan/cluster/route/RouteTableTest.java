package io.hongyan.cluster.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.TurnLoop;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
    private static final List<String> INSTANCES = List.of("one", "two");

    /// Some nodes that tell one table, and what they told.
    private static final class Stage {
        final Random random;
        final RandomFilters filters;
        final TurnLoop loop = new TurnLoop();
        final RouteTable table;
        final RouteReader reader;
        final Map<NodeId, Teller> tellers = new HashMap<>();

        Stage(long seed, int bits) {
            random = new Random(seed);
            filters = new RandomFilters(random);
            table = new RouteTable(loop, new RouteKeys(bits), new ServedVShards(new NodeId("self", 1)), random);
            reader = new RouteReader(table);
            for (int i = 0; i < 3; i++) {
                NodeId node = new NodeId("n" + i, 1);
                tellers.put(node, new Teller(new ToldFilters(new RouteKeys(bits), random), table.source(node)));
            }
        }

        void change() {
            Teller teller = List.copyOf(tellers.values()).get(random.nextInt(tellers.size()));
            String instance = INSTANCES.get(random.nextInt(INSTANCES.size()));
            TopicFilter filter = filters.filter();
            Named named = new Named(instance, filter);
            boolean added = teller.filters.add(named);
            if (!added) {
                teller.filters.remove(named);
            }
            teller.told.apply(new RouteChange(instance, filter, added));
            teller.dirty = true;
        }

        void tell() {
            for (Teller teller : tellers.values()) {
                if (teller.dirty) {
                    teller.dirty = false;
                    RouteParts out = new RouteParts();
                    teller.told.writeChanges(out);
                    RouteParts.read(ByteBuffer.wrap(out.bytes()), table.reader(teller.source));
                }
            }
        }

        Set<NodeId> expected(String instance, Topic topic) {
            return tellers.entrySet().stream()
                    .filter(entry -> entry.getValue().filters.stream()
                            .anyMatch(named -> named.instance.equals(instance)
                                    && !named.filter.isShared()
                                    && named.filter.matches(topic)))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }

        Map<String, Set<NodeId>> expectedGroups(String instance, Topic topic) {
            Map<String, Set<NodeId>> groups = new HashMap<>();
            tellers.forEach((node, teller) -> teller.filters.stream()
                    .filter(named ->
                            named.instance.equals(instance) && named.filter.isShared() && named.filter.matches(topic))
                    .forEach(named -> groups.computeIfAbsent(named.filter.text(), each -> new HashSet<>())
                            .add(node)));
            return groups;
        }

        void check(boolean exact) {
            String instance = INSTANCES.get(random.nextInt(INSTANCES.size()));
            Topic topic = filters.topic();
            RouteMatch match = reader.match(instance, topic);
            Set<NodeId> expected = expected(instance, topic);
            if (exact) {
                assertThat(match.nodes()).as("%s", topic).containsExactlyInAnyOrderElementsOf(expected);
            } else {
                assertThat(match.nodes()).as("%s", topic).containsAll(expected).doesNotHaveDuplicates();
            }
            Map<String, Set<NodeId>> groups = new HashMap<>();
            match.shared().forEach(route -> groups.put(route.text(), new HashSet<>(route.nodes())));
            assertThat(groups).as("%s", topic).isEqualTo(expectedGroups(instance, topic));
        }
    }

    private record Named(String instance, TopicFilter filter) {}

    private static final class Teller {
        final ToldFilters told;
        RouteSource source;
        final Set<Named> filters = new HashSet<>();
        boolean dirty;

        Teller(ToldFilters told, RouteSource source) {
            this.told = told;
            this.source = source;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void random_filters_match_as_a_naive_matcher_says(long seed) {
        Stage stage = new Stage(seed, 64);
        for (int i = 0; i < 3000; i++) {
            stage.change();
            if (stage.random.nextInt(3) == 0) {
                stage.tell();
                stage.check(true);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6, 9})
    void keys_that_collide_make_deliveries_superfluous_but_never_miss_one(int bits) {
        Stage stage = new Stage(bits, bits);
        for (int i = 0; i < 3000; i++) {
            stage.change();
            if (stage.random.nextInt(3) == 0) {
                stage.tell();
                stage.check(false);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 64})
    void a_node_that_is_dropped_is_gone_at_once_and_its_memory_a_little_later(int bits) {
        Stage stage = new Stage(7, bits);
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 200; i++) {
                stage.change();
            }
            stage.tell();
            NodeId gone = List.copyOf(stage.tellers.keySet()).get(stage.random.nextInt(stage.tellers.size()));
            Teller teller = stage.tellers.remove(gone);
            if (teller == null) {
                throw new IllegalStateException();
            }
            stage.table.drop(teller.source);
            for (int i = 0; i < 30; i++) {
                stage.check(bits == 64);
            }
            stage.loop.run();
            for (int i = 0; i < 30; i++) {
                stage.check(bits == 64);
            }
            NodeId again = new NodeId(gone.name(), gone.incarnation() + 1);
            stage.tellers.put(
                    again, new Teller(new ToldFilters(new RouteKeys(bits), stage.random), stage.table.source(again)));
        }
        for (Teller teller : stage.tellers.values()) {
            stage.table.drop(teller.source);
        }
        stage.loop.run();
        assertThat(stage.table.size()).isZero();
    }

    @Test
    void many_filters_fit_into_tables_that_grow_and_shrink() {
        Random random = new Random(11);
        TurnLoop loop = new TurnLoop();
        RouteTable table = new RouteTable(loop, RouteKeys.WHOLE, new ServedVShards(new NodeId("self", 1)), random);
        RouteReader reader = new RouteReader(table);
        NodeId node = new NodeId("n", 1);
        ToldFilters told = new ToldFilters(RouteKeys.WHOLE, random);
        RouteSource source = table.source(node);
        List<TopicFilter> filters = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            filters.add(TopicFilter.parse("device/" + i + (i % 2 == 0 ? "/+" : "/up")));
        }
        filters.forEach(filter -> told.apply(new RouteChange("i", filter, true)));
        write(told, table, source);
        assertThat(table.size()).isEqualTo(60_000);
        filters.subList(0, 50_000).forEach(filter -> told.apply(new RouteChange("i", filter, false)));
        write(told, table, source);
        assertThat(table.size()).isEqualTo(10_000);
        for (int i = 0; i < 60_000; i++) {
            RouteMatch match = reader.match("i", Topic.of("device/" + i + "/up"));
            assertThat(match.nodes()).isEqualTo(i < 50_000 ? List.of() : List.of(node));
        }
    }

    private static void write(ToldFilters told, RouteTable table, RouteSource source) {
        RouteParts out = new RouteParts();
        told.writeChanges(out);
        RouteParts.read(ByteBuffer.wrap(out.bytes()), table.reader(source));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+/+/+/+/x", "a/+/b/+/c/+/d/+/e", "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/+", "+/+/+/+/#"})
    void a_filter_with_many_wildcards_is_told_as_a_coarser_one(String text) {
        Stage stage = new Stage(3, 64);
        TopicFilter filter = TopicFilter.parse(text);
        NodeId node = new NodeId("n1", 1);
        Teller teller = stage.tellers.get(node);
        if (teller == null) {
            throw new IllegalStateException();
        }
        Topic topic = Topic.of(text.replace('+', 'q').replace('#', 'r'));
        teller.told.apply(new RouteChange("one", filter, true));
        teller.dirty = true;
        stage.tell();
        assertThat(stage.reader.match("one", topic).nodes()).containsExactly(node);
        assertThat(stage.reader.match("two", topic).nodes()).isEmpty();
        teller.told.apply(new RouteChange("one", filter, false));
        teller.dirty = true;
        stage.tell();
        assertThat(stage.reader.match("one", topic).isEmpty()).isTrue();
    }

    @Test
    void a_filter_that_comes_and_goes_in_one_batch_is_not_told() {
        ToldFilters told = new ToldFilters(RouteKeys.WHOLE, new Random(1));
        for (String text : List.of("a", "a/+", "$share/g/a")) {
            told.apply(new RouteChange("i", TopicFilter.parse(text), true));
            told.apply(new RouteChange("i", TopicFilter.parse(text), false));
        }
        told.apply(new RouteChange("i", TopicFilter.parse("b"), true));
        RouteParts out = new RouteParts();
        told.writeChanges(out);
        assertThat(out.size()).isLessThan(30);
    }
}
