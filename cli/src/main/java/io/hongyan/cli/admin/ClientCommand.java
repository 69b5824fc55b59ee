package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan admin client`.
@Command(name = "client", description = "Clients of an instance, with and without a connection.")
final class ClientCommand extends CommandGroup {
    private final Terminal terminal;

    ClientCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "List clients by rising id, with and without a connection.")
    int list(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Option(
                            names = "--after",
                            paramLabel = "CLIENTID",
                            defaultValue = "",
                            description = "Only ids above this one.")
                    String after,
            @Mixin LimitOption limit) {
        String id = chosen.id(options);
        Map<String, String> query = Map.of("after", after, "limit", limit.text());
        AdminOutput.list(terminal, options, options.client(terminal).get(query, "instances", id, "clients"), "clients");
        return Exit.OK;
    }

    @Command(name = "show", description = "Show one client and its subscriptions.")
    int show(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Parameters(paramLabel = "CLIENTID") String clientId) {
        String id = chosen.id(options);
        Map<String, Object> answer =
                new LinkedHashMap<>(options.client(terminal).get("instances", id, "clients", clientId));
        if (options.json) {
            AdminOutput.fields(terminal, options, answer, "");
            return Exit.OK;
        }
        Object filters = answer.remove("filters");
        AdminOutput.fields(terminal, options, answer, "");
        AdminOutput.list(terminal, options, Map.of("filters", filters == null ? List.of() : filters), "filters");
        return Exit.OK;
    }

    @Command(name = "disconnect", description = "Disconnect a client; it may connect again.")
    int disconnect(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Parameters(paramLabel = "CLIENTID") String clientId) {
        String id = chosen.id(options);
        Map<String, Object> answer = options.client(terminal).delete("instances", id, "clients", clientId);
        AdminOutput.fields(terminal, options, answer, "disconnected " + clientId);
        return Exit.OK;
    }
}
