package io.hongyan.cli.admin;

import picocli.CommandLine.Option;

/// How many a list shows.
final class LimitOption {
    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "How many, 1 to 1000 (default: 100).")
    int count;

    /// As a request has it.
    String text() {
        return Integer.toString(count);
    }
}
