package io.hongyan.server.command;

import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.config.source.ReadConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that select the sources of the configuration.
final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:HONGYAN_CONFIG}",
            description = "Configuration file (YAML). None is needed.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Set one key of the configuration, as in --set broker.session.maxInflight=20. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of everything that outlives the process. Default: ./data")
    private @Nullable Path data;

    /// The same with another file, if one is given.
    ConfigOptions with(@Nullable Path other) {
        if (other != null) {
            file = other;
        }
        return this;
    }

    /// What is read, for people.
    String name() {
        return file == null ? "the configuration" : file.toString();
    }

    /// What to say when no file is read although the current folder has one of the usual name.
    List<String> unreadFile() {
        Path usual = Path.of("hongyan.yaml");
        return file == null && Files.isRegularFile(usual)
                ? List.of("no configuration file was read; " + usual + " in this folder counts only when it is named:"
                        + " --config " + usual)
                : List.of();
    }

    /// Reads the configuration.
    ///
    /// @param more settings of other options, stronger than all else
    /// @param warnings gets a line for each thing that is ignored
    ServerConfig read(Map<String, String> environment, List<String> more, List<String> warnings) {
        return source(environment, more).read(warnings);
    }

    /// The same, whatever is wrong with it.
    ReadConfig readAll(Map<String, String> environment, List<String> more, List<String> warnings) {
        return source(environment, more).readAll(warnings);
    }

    private ConfigSource source(Map<String, String> environment, List<String> more) {
        List<String> all = new ArrayList<>(settings);
        if (data != null) {
            all.add("data=" + data);
        }
        all.addAll(more);
        Map<String, String> options = new HashMap<>();
        Stream.concat(Stream.of("data"), more.stream().map(ConfigOptions::key)).forEach(key -> {
            String option = ListenOptions.NAMES.getOrDefault(key, "--" + key);
            options.put(key, option);
        });
        return new ConfigSource(file, environment, all, options);
    }

    private static String key(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }
}
