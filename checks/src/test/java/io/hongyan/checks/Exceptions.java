package io.hongyan.checks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where a rule does not hold, and why: a line of `tidy-exceptions.tsv` is the rule, the file and the reason.
final class Exceptions {
    private final Map<String, Boolean> used = new LinkedHashMap<>();

    private Exceptions() {}

    static Exceptions of(Repository repository) {
        var exceptions = new Exceptions();
        Repository.read(repository.root().resolve("checks/src/test/resources/tidy-exceptions.tsv"))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .forEach(row -> {
                    if (row.length != 3 || row[2].isBlank()) {
                        throw new IllegalStateException("an exception needs rule, file and reason: " + row[0]);
                    }
                    exceptions.used.put(key(row[0], row[1]), false);
                });
        return exceptions;
    }

    boolean allow(String rule, String file) {
        return used.computeIfPresent(key(rule, file), (_, _) -> true) != null;
    }

    List<String> unused() {
        return used.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String key(String rule, String file) {
        return rule + " " + file;
    }
}
