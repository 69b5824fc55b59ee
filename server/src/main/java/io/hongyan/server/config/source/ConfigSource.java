package io.hongyan.server.config.source;

import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.Node.Mapping;
import io.hongyan.server.file.EncodingException;
import io.hongyan.server.file.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a configuration comes from, the weaker first: defaults, file, environment, command line.
///
/// @param file null = none
/// @param environment all variables of the process; those that begin with `HONGYAN_` count
/// @param settings `key=value` as given on the command line, later ones win
/// @param options by key, the options that stand for it on the command line; errors name them
public record ConfigSource(
        @Nullable Path file, Map<String, String> environment, List<String> settings, Map<String, String> options) {
    private static final String SET = "--set";

    public ConfigSource {
        environment = Map.copyOf(environment);
        settings = List.copyOf(settings);
        options = Map.copyOf(options);
    }

    /// Where all settings were given with `--set`.
    public ConfigSource(@Nullable Path file, Map<String, String> environment, List<String> settings) {
        this(file, environment, settings, Map.of());
    }

    /// Reads and checks all of it.
    ///
    /// @param warnings gets a line for each thing that is ignored
    /// @throws ConfigException with all problems found
    public ServerConfig read(List<String> warnings) {
        return readAll(warnings).usable().config();
    }

    /// Reads all of it, whatever is wrong.
    ///
    /// @param warnings gets a line for each thing that is ignored
    public ReadConfig readAll(List<String> warnings) {
        List<ConfigError> problems = new ArrayList<>();
        return bind(file == null ? Mapping.empty("defaults") : file(file, problems), problems, warnings);
    }

    /// The same with the text of a file at hand.
    public ServerConfig read(String name, String yaml, List<String> warnings) {
        List<ConfigError> problems = new ArrayList<>();
        return bind(YamlParser.read(name, yaml, problems), problems, warnings)
                .usable()
                .config();
    }

    private ReadConfig bind(Mapping fromFile, List<ConfigError> problems, List<String> warnings) {
        List<ConfigError> ignored = new ArrayList<>();
        Mapping fromSettings = settings(problems);
        Mapping written = fromFile.overlaid(fromSettings);
        ServerConfig named = (ServerConfig) new Binder(new ArrayList<>()).bind("", ServerConfig.defaults(), written);
        Mapping fromEnvironment = new Environment(named, ignored).read(environment, problems);
        written = fromFile.overlaid(fromEnvironment).overlaid(fromSettings);
        ServerConfig config = (ServerConfig) new Binder(problems).bind("", ServerConfig.defaults(), written);
        ListenerKeys.check(config, written, problems);
        ignored.forEach(problem -> warnings.add(problem.toString()));
        List<String> faults = problems.stream().map(ConfigError::toString).toList();
        return new ReadConfig(config, new Origins(written), FaultOrder.sorted(faults));
    }

    private static Mapping file(Path file, List<ConfigError> problems) {
        String name = file.toString();
        try {
            return YamlParser.read(name, TextFile.read(file), problems);
        } catch (EncodingException e) {
            problems.add(new ConfigError(name + ":" + e.line(), "", e.remedy()));
        } catch (IOException e) {
            problems.add(new ConfigError(file.toString(), "", "cannot be read: " + TextFile.reason(e)));
        }
        return Mapping.empty(name);
    }

    private Mapping settings(List<ConfigError> problems) {
        Mapping result = Mapping.empty(SET);
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals <= 0) {
                problems.add(new ConfigError(
                        SET + " " + setting, "", "write key=value, as in broker.session.maxInflight=20"));
                continue;
            }
            String key = setting.substring(0, equals).strip();
            List<String> path = List.of(key.split("\\.", -1));
            String origin = options.getOrDefault(key, SET);
            String value = setting.substring(equals + 1).strip();
            result = result.overlaid(Mapping.of(path, YamlParser.value(value, origin, problems)));
        }
        return result;
    }
}
