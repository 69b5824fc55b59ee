package io.hongyan.server.command;

import io.hongyan.server.config.source.ConfigException;
import io.hongyan.server.config.source.ConfigSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Reports all errors of a configuration file, with lines. Exit code 0 or 1.
@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        description = "Check a configuration file and name all that is wrong with it. Exit code 0 = usable, 1 = not.")
public final class CheckConfigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The file to check.")
    private Path file = Path.of("hongyan.yaml");

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting to check with it. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
        var commandLine = spec.commandLine();
        List<String> warnings = new ArrayList<>();
        try {
            new ConfigSource(file, Map.of(), settings).read(warnings);
            commandLine.getOut().println(file + " is fine");
            return 0;
        } catch (ConfigException e) {
            commandLine.getErr().println(e.getMessage());
            return 1;
        }
    }
}
