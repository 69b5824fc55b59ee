package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hongyan admin retained`.
@Command(name = "retained", description = "Retained messages of an instance.")
final class RetainedCommand extends CommandGroup {
    private final Terminal terminal;

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
            @Mixin LimitOption limit) {
        String id = chosen.id(options);
        Map<String, String> query = Map.of("filter", filter, "limit", limit.text());
        AdminOutput.list(
                terminal, options, options.client(terminal).get(query, "instances", id, "retained"), "retained");
        return Exit.OK;
    }
}
