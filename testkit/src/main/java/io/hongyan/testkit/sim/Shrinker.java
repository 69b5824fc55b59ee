package io.hongyan.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Finds the few operations that matter: leaves out ever smaller parts of a failing list, as long as it fails in the
/// same way (delta debugging).
final class Shrinker {
    private static final int MOST_RUNS = 3_000;

    private final Function<Scenario, List<String>> run;
    private final Scenario failing;
    private final String kind;
    private int runs;

    /// @param run runs a scenario and tells what goes wrong in it, each time the same
    /// @param failing a scenario that goes wrong
    Shrinker(Function<Scenario, List<String>> run, Scenario failing) {
        List<String> faults = run.apply(failing);
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("the scenario does not fail");
        }
        this.run = run;
        this.failing = failing;
        this.kind = kind(faults.getFirst());
    }

    /// What kind of fault it is: its text without names and numbers.
    static String kind(String fault) {
        return fault.replaceAll("\\(.*?\\)", "")
                .replaceAll("\\[[^M].*?\\]", "")
                .replaceAll("[\\d,]+", "#")
                .replaceAll("(one|two)/c#", "client");
    }

    private boolean fails(List<Operation> operations) {
        runs++;
        List<String> faults = run.apply(failing.with(operations));
        return !faults.isEmpty() && kind(faults.getFirst()).equals(kind);
    }

    Scenario shrink() {
        List<Operation> left = failing.operations();
        for (int size = left.size() / 2; size >= 1; size = Math.min(size / 2, Math.max(1, left.size() / 2))) {
            left = without(left, size);
            if (size == 1) {
                break;
            }
        }
        left = without(left, 1);
        return failing.with(simplified(left));
    }

    private List<Operation> without(List<Operation> operations, int size) {
        List<Operation> left = operations;
        for (int at = left.size() - size; at > -size && runs < MOST_RUNS; at -= size) {
            int from = Math.max(0, at);
            List<Operation> fewer = new ArrayList<>(left.subList(0, from));
            fewer.addAll(left.subList(Math.min(left.size(), at + size), left.size()));
            if (fewer.size() < left.size() && fails(fewer)) {
                left = fewer;
            }
        }
        return left;
    }

    /// Makes what is left smaller in itself.
    private List<Operation> simplified(List<Operation> operations) {
        List<Operation> left = new ArrayList<>(operations);
        for (int i = 0; i < left.size(); i++) {
            while (runs < MOST_RUNS && simplify(left, i)) {
                // as long as it becomes simpler
            }
        }
        return left;
    }

    /// @return whether it is simpler now
    private boolean simplify(List<Operation> left, int index) {
        Operation old = left.get(index);
        for (Operation simpler : Simpler.of(old)) {
            left.set(index, simpler);
            if (fails(left)) {
                return true;
            }
        }
        left.set(index, old);
        return false;
    }
}
