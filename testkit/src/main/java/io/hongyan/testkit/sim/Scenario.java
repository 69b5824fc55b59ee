package io.hongyan.testkit.sim;

import java.util.List;
import java.util.stream.Collectors;

/// A complete run: it can be saved as text and repeated.
///
/// @param operations in their order
public record Scenario(Settings settings, List<Operation> operations) {
    public Scenario {
        operations = List.copyOf(operations);
    }

    /// The scenario of a seed.
    public static Scenario of(long seed) {
        Generator generator = new Generator(seed);
        return new Scenario(generator.settings(), generator.operations());
    }

    /// Reads what [#toString] wrote: the settings in the first line, then an operation a line. Empty lines and those
    /// that begin with `#` are skipped.
    ///
    /// @throws IllegalArgumentException when a line is neither
    public static Scenario parse(String text) {
        List<String> lines = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("no line with settings");
        }
        return new Scenario(
                OperationText.settings(lines.getFirst()),
                lines.stream().skip(1).map(OperationText::operation).toList());
    }

    Scenario with(List<Operation> others) {
        return new Scenario(settings, others);
    }

    /// The number of operations that do something.
    public int size() {
        return (int) operations.stream()
                .filter(operation -> !(operation instanceof Operation.Wait))
                .count();
    }

    @Override
    public String toString() {
        return OperationText.write(settings) + "\n"
                + operations.stream()
                        .map(operation -> OperationText.write((Record) operation))
                        .collect(Collectors.joining("\n"));
    }
}
