package io.hongyan.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Runs the simulator by hand for any time, as `.ci/simulate` does. Without its properties nothing runs.
class FreshSeeds {
    private static final String SECONDS = "hongyan.simulation.seconds";
    private static final String SEEDS = "hongyan.simulation.seeds";
    private static final String SCENARIO = "hongyan.simulation.scenario";
    private static final int SEEDS_A_REPORT = 5_000;
    private static final int TRACE_LINES = 100_000;

    private final SystemClock clock = new SystemClock();
    private final long begin = clock.steadyMillis();

    /// Keeps the log lines of each start off the screen. The field keeps the logger from being collected.
    private static final Logger BROKER = Logger.getLogger("io.hongyan");

    @BeforeAll
    static void silence() {
        BROKER.setLevel(Level.OFF);
    }

    @Test
    @EnabledIfSystemProperty(named = SECONDS, matches = "\\d+")
    void fresh_seeds_find_no_broken_promise_in_the_time_given() {
        long end = begin + Long.getLong(SECONDS) * 1000;
        long first = new SecureRandom().nextInt(1, 1_000_000) * 1_000_000L;
        SeedSearch search = new SeedSearch(Simulator.strict());
        for (long seed = first; clock.steadyMillis() < end; seed++) {
            run(search, first, seed);
        }
        tell(search, first);
        assertThat(search.findings().stream().map(SeedSearch.Finding::fault)).isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = SEEDS, matches = "\\d+(\\+\\d+)?")
    void given_seeds_find_no_broken_promise() {
        String[] range = System.getProperty(SEEDS).split("\\+", -1);
        long first = Long.parseLong(range[0]);
        long count = range.length < 2 ? 1 : Long.parseLong(range[1]);
        SeedSearch search = new SeedSearch(Simulator.strict());
        for (long seed = first; seed < first + count; seed++) {
            run(search, first, seed);
        }
        tell(search, first);
        assertThat(search.findings().stream().map(SeedSearch.Finding::fault)).isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = SCENARIO, matches = ".+")
    void a_scenario_that_was_written_down_finds_no_broken_promise() throws IOException {
        Scenario scenario = Scenario.parse(Files.readString(Path.of(System.getProperty(SCENARIO))));
        Simulator.Result result = Simulator.strict().tracing(TRACE_LINES).run(scenario);
        result.trace().forEach(System.out::println);
        assertThat(result.faults()).isEmpty();
    }

    private void run(SeedSearch search, long first, long seed) {
        List<String> faults = search.run(seed);
        if (!faults.isEmpty()) {
            System.out.println("seed " + seed + ": " + faults.getFirst());
        }
        if (search.seeds() % SEEDS_A_REPORT == 0) {
            System.out.println(figures(search, first));
        }
    }

    private String figures(SeedSearch search, long first) {
        long millis = Math.max(1, clock.steadyMillis() - begin);
        return "%,d seeds from %d, %,d operations in %,d s, %,d a second"
                .formatted(
                        search.seeds(), first, search.operations(), millis / 1000, search.operations() * 1000 / millis);
    }

    private void tell(SeedSearch search, long first) {
        System.out.println(figures(search, first));
        search.findings().forEach(finding -> System.out.println(search.explained(finding)));
    }
}
