package io.hongyan.cluster.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.VShard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {
    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "node-" + i).toList();
    }

    private static Map<String, Long> counts(List<String> assignment) {
        return assignment.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static long moves(List<String> before, List<String> after) {
        return IntStream.range(0, before.size())
                .filter(i -> !before.get(i).equals(after.get(i)))
                .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 20, 100})
    void no_node_has_more_than_its_share_and_a_twentieth(int size) {
        Map<String, Long> counts = counts(Assignment.of(VShard.COUNT, names(size)));

        assertThat(counts).hasSize(size);
        assertThat(Collections.max(counts.values())).isLessThanOrEqualTo(Assignment.most(VShard.COUNT, size));
        assertThat(Collections.min(counts.values())).isGreaterThan((long) (VShard.COUNT * 0.6 / size));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 20})
    void a_node_that_joins_moves_hardly_more_than_what_it_gets(int size) {
        List<String> before = Assignment.of(VShard.COUNT, names(size));
        List<String> after = Assignment.of(VShard.COUNT, names(size + 1));
        long got = counts(after).get("node-" + size);

        assertThat(moves(before, after) - got).isLessThanOrEqualTo(VShard.COUNT / 25);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 20})
    void a_node_that_leaves_moves_hardly_more_than_what_it_had(int size) {
        List<String> before = Assignment.of(VShard.COUNT, names(size));
        for (String name : names(size)) {
            var rest = new ArrayList<>(names(size));
            rest.remove(name);
            List<String> after = Assignment.of(VShard.COUNT, rest);

            assertThat(after).doesNotContain(name);
            assertThat(moves(before, after) - counts(before).get(name)).isLessThanOrEqualTo(VShard.COUNT / 25);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_order_of_the_names_means_nothing(long seed) {
        var shuffled = new ArrayList<>(names(9));
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(Assignment.of(512, shuffled)).isEqualTo(Assignment.of(512, names(9)));
    }
}
