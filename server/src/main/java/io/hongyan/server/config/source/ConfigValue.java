package io.hongyan.server.config.source;

import io.hongyan.server.config.ListenerConfig;
import io.hongyan.server.config.Secret;
import io.hongyan.server.config.ServerConfig;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// One value of a configuration that holds.
///
/// @param key as in `listeners.tcp.port`
/// @param value as a file has it; a secret is masked, one that is not set is empty
/// @param origin as in `hongyan.yaml:12`, `--tcp-port`, or the name of an environment variable; `default` when it was
///         written nowhere
public record ConfigValue(String key, String value, String origin, boolean secret) {
    private static final String DEFAULT = "default";

    /// All of them, in the order of the sections.
    ///
    /// @param now what holds
    /// @param first as it was read at the start
    /// @param last as it was read last; what of it does not hold needs a restart
    public static List<ConfigValue> of(ServerConfig now, ReadConfig first, ReadConfig last) {
        Map<List<String>, Object> read = new HashMap<>();
        entries(List.of(), last.config()).forEach(entry -> read.put(entry.path(), entry.value()));
        return entries(List.of(), now).stream()
                .map(entry -> entry.told(
                        Objects.equals(read.get(entry.path()), entry.value()) ? last.origins() : first.origins()))
                .toList();
    }

    private record Entry(List<String> path, RecordComponent component, Object value) {
        ConfigValue told(Origins origins) {
            String text = value instanceof List<?> items
                    ? items.stream().map(Object::toString).collect(Collectors.joining(", "))
                    : ValueParser.format(component.getName(), component.getType(), value);
            return new ConfigValue(
                    String.join(".", path), text, origins.of(path).orElse(DEFAULT), value instanceof Secret);
        }
    }

    private static List<Entry> entries(List<String> path, Object section) {
        List<Entry> entries = new ArrayList<>();
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            if (section instanceof ListenerConfig listener
                    && ListenerKeys.isUnused(component.getName(), listener.kind())) {
                continue; // it would be refused
            }
            List<String> key = longer(path, component.getName());
            Object value = Schema.value(component, section);
            if (Schema.isSection(component.getType())) {
                entries.addAll(entries(key, value));
            } else if (Schema.isNamedSections(component.getType())) {
                ((Map<?, ?>) value).forEach((name, each) -> entries.addAll(entries(longer(key, (String) name), each)));
            } else {
                entries.add(new Entry(key, component, value));
            }
        }
        return entries;
    }

    private static List<String> longer(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }
}
