package io.hongyan.server.command;

import picocli.CommandLine;

/// Runs `serve` in a process of its own.
final class ServeMain {
    private ServeMain() {}

    static void main(String[] arguments) {
        System.exit(new CommandLine(new ServeCommand()).execute(arguments));
    }
}
