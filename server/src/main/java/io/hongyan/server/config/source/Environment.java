package io.hongyan.server.config.source;

import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.Node.Mapping;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `HONGYAN_BROKER_SESSION_MAX_INFLIGHT=20` for `broker.session.maxInflight`.
///
/// A name that fits no key is a warning and no error: container platforms set variables of their own after the name of
/// a service (`HONGYAN_PORT_1883_TCP`, `HONGYAN_SERVICE_HOST`), and a server must start beside them.
final class Environment {
    private static final String PREFIX = "HONGYAN_";
    /// Read by the start script and the command line, not by the configuration.
    private static final Set<String> OTHERS = Set.of(
            "HONGYAN_CONFIG",
            "HONGYAN_JAVA_HOME",
            "HONGYAN_JAVA_OPTS",
            "HONGYAN_PASSWORD",
            "HONGYAN_ROCKETMQ_SK",
            "HONGYAN_SK");

    private final ServerConfig known;
    private final List<ConfigError> warnings;

    /// @param known names the listeners that variables may set
    Environment(ServerConfig known, List<ConfigError> warnings) {
        this.known = known;
        this.warnings = warnings;
    }

    Mapping read(Map<String, String> variables, List<ConfigError> problems) {
        Mapping result = Mapping.empty("environment");
        for (var variable : new TreeMap<>(variables).entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith(PREFIX) || OTHERS.contains(name) || ofPlatform(name, variable.getValue())) {
                continue;
            }
            List<String> path = path(name.substring(PREFIX.length()), known);
            if (path == null) {
                warnings.add(new ConfigError(
                        name,
                        "",
                        "fits no key of the configuration and is ignored" + guess(name.substring(PREFIX.length()))));
            } else {
                result = result.overlaid(Mapping.of(path, YamlParser.value(variable.getValue(), name, problems)));
            }
        }
        return result;
    }

    /// What was meant, if a name is near; the prefix, which all have, makes none near.
    private String guess(String name) {
        Set<String> names = new LinkedHashSet<>();
        collect("", known, names);
        return Suggestion.nearest(name, names)
                .map(nearest -> "; did you mean " + PREFIX + nearest + "?")
                .orElse("");
    }

    private static boolean ofPlatform(String name, String value) {
        return value.startsWith("tcp://")
                || value.startsWith("udp://")
                || name.matches("HONGYAN_(.*_)?SERVICE_(HOST|PORT.*)")
                || name.matches("HONGYAN_(.*_)?PORT_\\d+_(TCP|UDP).*");
    }

    /// The path of the key that a name means, or null.
    private static @Nullable List<String> path(String name, Object section) {
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            Object value = Schema.value(component, section);
            String own = Schema.environmentName(component.getName());
            boolean inner = Schema.isSection(component.getType()) || Schema.isNamedSections(component.getType());
            if (!inner && name.equals(own)) {
                return List.of(component.getName());
            }
            if (inner && name.startsWith(own + "_")) {
                List<String> rest = inside(name.substring(own.length() + 1), component, value);
                if (rest != null) {
                    return prepended(component.getName(), rest);
                }
            }
        }
        return null;
    }

    private static @Nullable List<String> inside(String name, RecordComponent component, Object value) {
        if (Schema.isSection(component.getType())) {
            return path(name, value);
        }
        for (var entry : ((Map<?, ?>) value).entrySet()) {
            String key = (String) entry.getKey();
            String own = Schema.environmentName(key) + "_";
            List<String> rest = name.startsWith(own) ? path(name.substring(own.length()), entry.getValue()) : null;
            if (rest != null) {
                return prepended(key, rest);
            }
        }
        return null;
    }

    private static List<String> prepended(String first, List<String> rest) {
        List<String> path = new ArrayList<>();
        path.add(first);
        path.addAll(rest);
        return path;
    }

    private static void collect(String prefix, Object section, Set<String> names) {
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            String name = prefix + Schema.environmentName(component.getName());
            Object value = Schema.value(component, section);
            if (Schema.isSection(component.getType())) {
                collect(name + "_", value, names);
            } else if (Schema.isNamedSections(component.getType())) {
                ((Map<?, ?>) value)
                        .forEach((key, each) ->
                                collect(name + "_" + Schema.environmentName((String) key) + "_", each, names));
            } else {
                names.add(name);
            }
        }
    }
}
