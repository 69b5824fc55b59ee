package io.hongyan.server.command;

import io.hongyan.server.Server;
import io.hongyan.server.StartCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Does all that a start does with a configuration, short of listening. Exit code 0 or 1.
@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        description = "Check whether 'hongyan serve' could start with a configuration: the file, the options and the"
                + " environment, certificates, users, rights, addresses and the data folder. Tells all faults, each as"
                + " 'FILE:LINE: what is wrong; what to do'. Changes nothing, and may"
                + " be used while the service runs. Exit code 0 = it could, 1 = it could not.")
public final class CheckConfigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file to check. Default: that of --config, or none.")
    private @Nullable Path file;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Override
    public Integer call() {
        var commandLine = spec.commandLine();
        List<String> warnings = new ArrayList<>();
        try {
            StartCheck check = Server.check(config.with(file).readAll(System.getenv(), listen.settings(), warnings));
            warnings.addAll(config.unreadFile());
            warnings.addAll(check.notes());
            warnings.forEach(warning -> commandLine.getErr().println("note: " + warning));
            check.faults().forEach(commandLine.getErr()::println);
            if (!check.faults().isEmpty()) {
                return 1;
            }
            commandLine.getOut().println(config.name() + " is fine");
            return 0;
        } finally {
            commandLine.getOut().flush();
            commandLine.getErr().flush();
        }
    }
}
