package io.hongyan.testkit.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Runs one seed after the other, and remembers what went wrong, sorted by kind.
public final class SeedSearch {
    private final Function<Scenario, List<String>> run;
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private int seeds;
    private long operations;

    /// @param simulator runs the scenarios
    public SeedSearch(Simulator simulator) {
        this(scenario -> simulator.run(scenario).faults());
    }

    /// @param run runs a scenario and tells what goes wrong in it, each time the same
    SeedSearch(Function<Scenario, List<String>> run) {
        this.run = run;
    }

    /// One kind of fault.
    ///
    /// @param fault what was told of it at the first seed
    /// @param seeds all that met it, in the order of running; not empty
    public record Finding(String fault, List<Long> seeds) {
        public Finding {
            seeds = List.copyOf(seeds);
        }

        private Finding with(long seed) {
            List<Long> more = new ArrayList<>(seeds);
            more.add(seed);
            return new Finding(fault, more);
        }
    }

    /// Runs the scenario of a seed.
    ///
    /// @return what was found wrong, empty if all is well
    public List<String> run(long seed) {
        Scenario scenario = Scenario.of(seed);
        seeds++;
        operations += scenario.size();
        List<String> faults = run.apply(scenario);
        if (!faults.isEmpty()) {
            String fault = faults.getFirst();
            Finding known = findings.getOrDefault(Shrinker.kind(fault), new Finding(fault, List.of()));
            findings.put(Shrinker.kind(fault), known.with(seed));
        }
        return faults;
    }

    /// How many seeds were run.
    public int seeds() {
        return seeds;
    }

    /// How many operations they had, without mere waiting.
    public long operations() {
        return operations;
    }

    /// What was found, each kind once, in the order of finding.
    public List<Finding> findings() {
        return List.copyOf(findings.values());
    }

    /// The finding with the shortest list of operations that leads to it, for people: what [Scenario#parse] reads, and
    /// what goes wrong then.
    public String explained(Finding finding) {
        Scenario small = new Shrinker(run, Scenario.of(finding.seeds().getFirst())).shrink();
        return "seed " + finding.seeds().getFirst() + ", " + finding.seeds().size() + " of " + seeds + " seeds: "
                + finding.fault() + "\n" + small + "\n"
                + run.apply(small).getFirst() + "\n";
    }
}
