package io.hongyan.server.config.source;

import io.hongyan.server.config.Durations;
import io.hongyan.server.config.source.Node.Mapping;
import io.hongyan.server.config.source.Node.Scalar;
import io.hongyan.server.config.source.Node.Sequence;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Applies configured values to the defaults of a record. Continues after an error, so that one run reports all.
final class Binder {
    private final List<ConfigError> problems;

    Binder(List<ConfigError> problems) {
        this.problems = problems;
    }

    /// @param path the key of this section, empty at the top
    /// @param defaults a record: what holds where nothing is written
    Object bind(String path, Object defaults, Mapping written) {
        Class<?> type = defaults.getClass();
        List<String> known = Schema.keys(type);
        written.entries().forEach((key, node) -> {
            if (!known.contains(key)) {
                problems.add(
                        new ConfigError(node.origin(), join(path, key), "unknown key" + Suggestion.hint(key, known)));
            }
        });
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Set<String> faulty = new HashSet<>();
        for (int i = 0; i < components.length; i++) {
            Object before = Schema.value(components[i], defaults);
            Node node = written.entries().get(components[i].getName());
            int told = problems.size();
            values[i] =
                    node == null ? before : component(join(path, components[i].getName()), components[i], before, node);
            if (problems.size() > told) {
                faulty.add(components[i].getName());
            }
        }
        try {
            return Schema.construct(type, values);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            if (!faulty.contains(subject(message))) { // else it is about the default that stands for what was told
                problems.add(refusal(path, known, written, message));
            }
            return defaults;
        }
    }

    private Object component(String path, RecordComponent component, Object before, Node node) {
        Class<?> type = component.getType();
        if (Schema.isSection(type)) {
            return section(path, before, node);
        }
        if (Schema.isNamedSections(type)) {
            return namedSections(path, Schema.elementType(component), (Map<?, ?>) before, node);
        }
        if (Schema.isList(type)) {
            return list(path, component, node);
        }
        return scalar(path, component.getName(), type, node).orElse(before);
    }

    private Object section(String path, Object before, Node node) {
        if (node instanceof Mapping mapping) {
            return bind(path, before, mapping);
        }
        String known = String.join(", ", Schema.keys(before.getClass()));
        problems.add(new ConfigError(node.origin(), path, "is a section, not a value; its keys are " + known));
        return before;
    }

    private Map<String, Object> namedSections(String path, Class<?> type, Map<?, ?> before, Node node) {
        Map<String, Object> sections = new LinkedHashMap<>();
        before.forEach((name, section) -> sections.put((String) name, section));
        if (node instanceof Mapping mapping) {
            mapping.entries().forEach((name, section) -> {
                Object base = sections.containsKey(name) ? sections.get(name) : Schema.defaults(type);
                sections.put(name, section(join(path, name), base, section));
            });
        } else {
            problems.add(
                    new ConfigError(node.origin(), path, "is made of named sections: give each a name and its keys"));
        }
        return sections;
    }

    private List<Object> list(String path, RecordComponent component, Node node) {
        List<Node> items = switch (node) {
            case Sequence sequence -> sequence.items();
            case Scalar scalar -> commaSeparated(scalar);
            case Mapping mapping -> {
                problems.add(new ConfigError(mapping.origin(), path, "is a list, not a section; write [one, two]"));
                yield List.of();
            }
        };
        List<Object> values = new ArrayList<>();
        for (Node item : items) {
            scalar(path, component.getName(), Schema.elementType(component), item)
                    .ifPresent(values::add);
        }
        return values;
    }

    private static List<Node> commaSeparated(Scalar scalar) {
        List<Node> items = new ArrayList<>();
        for (String item : scalar.text().split(",", -1)) {
            if (!item.isBlank()) {
                items.add(new Scalar(item.strip(), scalar.origin()));
            }
        }
        return items;
    }

    private Optional<Object> scalar(String path, String key, Class<?> type, Node node) {
        if (!(node instanceof Scalar scalar)) {
            problems.add(new ConfigError(node.origin(), path, "takes one value, not a list or section"));
            return Optional.empty();
        }
        try {
            return Optional.of(ValueParser.parse(key, type, scalar.text()));
        } catch (IllegalArgumentException e) {
            problems.add(new ConfigError(scalar.origin(), path, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /// A record's refusal begins with the name of the component it is about; that one's line is the place to look at.
    private static ConfigError refusal(String path, List<String> known, Mapping written, String message) {
        String first = subject(message);
        boolean named = known.contains(first);
        Node node = written.entries().get(first);
        String origin = node == null ? written.origin() : node.origin();
        String text = Durations.readable(named ? message.split(" ", 2)[1] : message);
        return new ConfigError(origin, named ? join(path, first) : path, text);
    }

    private static String subject(String message) {
        String first = message.split(" ", 2)[0];
        return first.endsWith(":") ? first.substring(0, first.length() - 1) : first;
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
