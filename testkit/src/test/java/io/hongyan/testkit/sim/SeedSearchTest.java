package io.hongyan.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeedSearchTest {
    /// Reports a fault whenever the broker of the scenario dies.
    private static List<String> fearOfCrashes(Scenario scenario) {
        return scenario.operations().stream().anyMatch(o -> o instanceof Operation.Crash)
                ? List.of("at " + scenario.size() + " ms: connection " + scenario.size() + " of one/c1 was lost")
                : List.of();
    }

    private static SeedSearch searched(int seeds) {
        SeedSearch search = new SeedSearch(SeedSearchTest::fearOfCrashes);
        for (long seed = 1; seed <= seeds; seed++) {
            search.run(seed);
        }
        return search;
    }

    @Test
    void a_kind_of_fault_is_one_finding_with_all_its_seeds() {
        SeedSearch search = searched(30);
        assertThat(search.findings()).hasSize(1);
        assertThat(search.findings().getFirst().seeds()).hasSizeGreaterThan(3).isSorted();
        assertThat(search.seeds()).isEqualTo(30);
        assertThat(search.operations()).isGreaterThan(1_000);
    }

    @Test
    void a_finding_is_explained_by_a_scenario_that_can_be_run_again() {
        SeedSearch search = searched(30);
        String told = search.explained(search.findings().getFirst());
        List<String> lines = told.lines().toList();
        Scenario small = Scenario.parse(lines.get(1) + "\n" + lines.get(2));
        assertThat(lines).hasSize(4);
        assertThat(small.operations()).hasSize(1).first().isInstanceOf(Operation.Crash.class);
        assertThat(lines.getLast()).contains("was lost");
    }
}
