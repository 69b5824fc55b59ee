package io.hongyan.server.command;

import io.hongyan.server.config.source.ConfigException;
import io.hongyan.server.config.source.ConfigWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints the effective configuration, from all sources.
@Command(
        name = "print-config",
        mixinStandardHelpOptions = true,
        description = "Show the configuration in effect, from defaults, file, environment and options."
                + " Secrets are masked.")
public final class PrintConfigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file to read. Default: that of --config, or none.")
    private @Nullable Path file;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Option(names = "--example", description = "Show a file with every key, its meaning and its default instead.")
    private boolean example;

    @Override
    public Integer call() {
        var commandLine = spec.commandLine();
        if (example) {
            commandLine.getOut().print(ConfigWriter.example());
            commandLine.getOut().flush();
            return 0;
        }
        List<String> warnings = new ArrayList<>();
        try {
            String text = ConfigWriter.effective(config.with(file).read(System.getenv(), listen.settings(), warnings));
            warnings.forEach(commandLine.getErr()::println);
            commandLine.getOut().print(text);
            commandLine.getOut().flush();
            return 0;
        } catch (ConfigException e) {
            commandLine.getErr().println(e.getMessage());
            return 1;
        }
    }
}
