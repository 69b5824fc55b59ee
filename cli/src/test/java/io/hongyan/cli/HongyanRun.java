package io.hongyan.cli;

import io.hongyan.cli.terminal.Terminal;

/// Runs the program inside a test.
public final class HongyanRun {
    private HongyanRun() {}

    /// @return the exit code
    public static int execute(Terminal terminal, String... args) {
        return Hongyan.run(terminal, args);
    }
}
