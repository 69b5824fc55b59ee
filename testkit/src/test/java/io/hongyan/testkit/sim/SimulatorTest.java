package io.hongyan.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SimulatorTest {
    private static final int SEEDS = 400;

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
    void a_seed_always_gives_the_same_run() {
        for (long seed = 1; seed <= 20; seed++) {
            Scenario scenario = Scenario.of(seed);
            assertThat(Simulator.strict().run(scenario).hash())
                    .isEqualTo(Simulator.strict().run(scenario).hash());
        }
    }

    @Test
    void a_scenario_that_was_written_down_can_be_read() {
        for (long seed = 1; seed <= 20; seed++) {
            Scenario scenario = Scenario.of(seed);
            assertThat(Scenario.parse(scenario.toString())).isEqualTo(scenario);
        }
    }
}
