package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `hongyan admin retained`.
@Command(name = "retained", description = "Retained messages of an instance.")
final class RetainedCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    CommandSpec spec = CommandSpec.create();

    RetainedCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "List them by topic, without their content.")
    int list(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Option(
                            names = "--filter",
                            paramLabel = "FILTER",
                            defaultValue = "#",
                            description = "Only topics that it matches (default: #).")
                    String filter,
            @Option(
                            names = "--limit",
                            paramLabel = "COUNT",
                            defaultValue = "100",
                            description = "How many, 1 to 1000 (default: 100).")
                    int limit) {
        String id = chosen.id(options);
        Map<String, String> query = Map.of("filter", filter, "limit", Integer.toString(limit));
        AdminOutput.list(
                terminal, options, options.client(terminal).get(query, "instances", id, "retained"), "retained");
        return Exit.OK;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
