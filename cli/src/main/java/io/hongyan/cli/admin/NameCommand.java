package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.server.program.ProgramName;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `hongyan admin group`, `topic` and `user`: things of an instance that are known by a name.
@Command
final class NameCommand extends CommandGroup {
    private final Terminal terminal;
    private final String collection;

    private NameCommand(String collection, Terminal terminal) {
        this.collection = collection;
        this.terminal = terminal;
    }

    static CommandLine of(String name, String collection, String description, Terminal terminal) {
        CommandLine command = new CommandLine(new NameCommand(collection, terminal)).setCommandName(name);
        command.getCommandSpec().usageMessage().description(description);
        return command;
    }

    @Command(name = "list", description = "List them.")
    int list(@Mixin AdminOptions options, @Mixin InstanceOption chosen) {
        String id = chosen.id(options);
        AdminOutput.list(terminal, options, options.client(terminal).get("instances", id, collection), collection);
        return Exit.OK;
    }

    @Command(name = "create", description = "Create one.")
    int create(
            @Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "NAME") String name) {
        String id = chosen.id(options);
        Map<String, Object> answer = options.client(terminal).post(Map.of("name", name), "instances", id, collection);
        AdminOutput.fields(terminal, options, answer, "created " + name);
        return Exit.OK;
    }

    @Command(name = "delete", description = "Delete one.")
    int delete(
            @Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "NAME") String name) {
        String id = chosen.id(options);
        Map<String, Object> answer = options.client(terminal).delete("instances", id, collection, name);
        if (!options.json && answer.get("queues") instanceof List<?> queues) {
            terminal.printLine("deleted " + name);
            String command =
                    ProgramName.command("admin", "queue", "delete", "QUEUE", "--instance", id) + options.sameService();
            terminal.printLine("Queues of it stay with their messages until '" + command + "' deletes them: "
                    + AdminOutput.text(queues));
        } else {
            AdminOutput.fields(terminal, options, answer, "deleted " + name);
        }
        return Exit.OK;
    }
}
