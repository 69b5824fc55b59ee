package io.hongyan.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SimulatorTest {
    private static final int SEEDS = 400;
    private static final int LINES = 100_000;

    @Test
    void fixed_seeds_find_no_broken_promise() {
        Map<Long, String> faults = new TreeMap<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulator.Result result = Simulator.strict().run(Scenario.of(seed));
            if (!result.isWell()) {
                faults.put(seed, result.faults().getFirst());
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void a_seed_always_gives_the_same_run_and_another_seed_another_one() {
        Set<Long> hashes = new HashSet<>();
        for (long seed = 1; seed <= 20; seed++) {
            Simulator.Result first = Simulator.strict().tracing(LINES).run(Scenario.of(seed));
            Simulator.Result second = Simulator.strict().tracing(LINES).run(Scenario.of(seed));
            assertThat(second.trace()).isNotEmpty().isEqualTo(first.trace());
            assertThat(second.hash()).isEqualTo(first.hash());
            hashes.add(first.hash());
        }
        assertThat(hashes).hasSize(20);
    }

    @Test
    void a_scenario_that_was_written_down_gives_the_same_run() {
        for (long seed = 1; seed <= 20; seed++) {
            Scenario scenario = Scenario.of(seed);
            Scenario read = Scenario.parse(scenario.toString());
            assertThat(read).isEqualTo(scenario);
            assertThat(Simulator.strict().run(read).hash())
                    .isEqualTo(Simulator.strict().run(scenario).hash());
        }
    }

    @Test
    void one_operation_less_is_another_run() {
        Scenario scenario = Scenario.of(1);
        Scenario shorter = scenario.with(
                scenario.operations().subList(1, scenario.operations().size()));
        assertThat(Simulator.strict().run(shorter).hash())
                .isNotEqualTo(Simulator.strict().run(scenario).hash());
    }
}
