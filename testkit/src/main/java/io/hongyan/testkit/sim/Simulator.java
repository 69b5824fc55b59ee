package io.hongyan.testkit.sim;

import java.util.List;
import java.util.regex.Pattern;

/// Runs scenarios: each in one thread, on virtual time, always with the same result.
public final class Simulator {
    private final List<Pattern> known;
    private final int lines;

    private Simulator(List<Pattern> known, int lines) {
        this.known = List.copyOf(known);
        this.lines = lines;
    }

    /// One that tells of everything that is wrong.
    public static Simulator strict() {
        return new Simulator(List.of(), 0);
    }

    /// The same, but passing over faults that are known.
    ///
    /// @param texts regular expressions for what is told of them
    public Simulator passingOver(List<String> texts) {
        return new Simulator(texts.stream().map(Pattern::compile).toList(), lines);
    }

    /// The same, keeping the last lines of what happens in a run.
    ///
    /// @param most how many
    public Simulator tracing(int most) {
        return new Simulator(known, most);
    }

    /// What came of a run.
    ///
    /// @param faults what was found wrong; empty if all is well
    /// @param hash of everything that happened: equal for equal runs
    /// @param trace the last lines of what happened, if they were asked for
    public record Result(List<String> faults, long hash, List<String> trace) {
        /// Whether nothing was found wrong.
        public boolean isWell() {
            return faults.isEmpty();
        }
    }

    /// Runs a scenario.
    public Result run(Scenario scenario) {
        Trace trace = new Trace(lines);
        List<String> faults = new Simulation(scenario.settings(), trace, known).run(scenario.operations());
        return new Result(faults, trace.hash(), trace.lines());
    }

    /// Looks for a shorter list of operations that goes wrong in the same way.
    ///
    /// @param failing a scenario that goes wrong
    public Scenario shrink(Scenario failing) {
        Simulator quiet = new Simulator(known, 0);
        return new Shrinker(scenario -> quiet.run(scenario).faults(), failing).shrink();
    }
}
