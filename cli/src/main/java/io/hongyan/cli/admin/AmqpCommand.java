package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan admin amqp`.
@Command(name = "amqp", description = "Connections of business systems, which come by the server SDK or AMQP 0-9-1.")
final class AmqpCommand extends CommandGroup {
    private final Terminal terminal;

    AmqpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "List the connections to an instance by rising id, and what they consume.")
    int list(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Option(names = "--after", paramLabel = "ID", defaultValue = "0", description = "Only ids above this one.")
                    long after,
            @Mixin LimitOption limit) {
        Map<String, String> query = Map.of("after", Long.toString(after), "limit", limit.text());
        Map<String, Object> answer =
                options.client(terminal).get(query, "instances", chosen.id(options), "amqp-connections");
        AdminOutput.list(terminal, options, answer, "connections");
        return Exit.OK;
    }

    @Command(
            name = "close",
            description = "Close a connection; what it has not acknowledged is delivered again, and it may connect"
                    + " again.")
    int close(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Parameters(paramLabel = "ID", description = "As the list shows it.") long id) {
        Map<String, Object> answer =
                options.client(terminal).delete("instances", chosen.id(options), "amqp-connections", Long.toString(id));
        AdminOutput.fields(terminal, options, answer, "closed connection " + id);
        return Exit.OK;
    }
}
