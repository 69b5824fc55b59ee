package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hongyan admin client`.
@Command(name = "client", description = "Connected clients of an instance.")
final class ClientCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    CommandSpec spec = CommandSpec.create();

    ClientCommand(Terminal terminal) {
        this.terminal = terminal;
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

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
