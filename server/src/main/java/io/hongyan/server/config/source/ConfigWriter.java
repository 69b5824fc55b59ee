package io.hongyan.server.config.source;

import io.hongyan.server.config.ListenerConfig;
import io.hongyan.server.config.Secret;
import io.hongyan.server.config.ServerConfig;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Writes a configuration as a YAML file that reads back as the same configuration; secrets are masked.
public final class ConfigWriter {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9./][A-Za-z0-9./_-]*");

    private final StringBuilder out = new StringBuilder();
    private final boolean example;
    private final Set<String> explained = new HashSet<>(); // each key once, in the first section that has it
    private final KeyTable keys;

    private ConfigWriter(boolean example, KeyTable keys) {
        this.example = example;
        this.keys = keys;
    }

    /// All keys with the values that hold.
    public static String effective(ServerConfig config) {
        ConfigWriter text = new ConfigWriter(false, KeyTable.EMPTY);
        text.section("", "", config);
        return text.out.toString();
    }

    /// All keys with their defaults and meaning, every line commented out: nothing is set until somebody removes a `#`.
    public static String example() {
        ConfigWriter text = new ConfigWriter(true, KeyTable.load());
        text.out.append("""
                # A configuration of Hongyan with every key at its default. To change one, remove the first # of its line
                # and of the sections it stands in. Try the result with: ./hongyan check-config FILE
                # `./hongyan print-config --example` writes this file.
                """);
        text.section("", "", ServerConfig.defaults());
        return text.out.toString();
    }

    private void section(String indent, String path, Object record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String name = component.getName();
            if (record instanceof ListenerConfig listener && ListenerKeys.isUnused(name, listener.kind())) {
                continue; // it would be refused
            }
            String key = Binder.join(path, name);
            Object value = Schema.value(component, record);
            if (example && indent.isEmpty()) {
                out.append('\n');
            }
            describe(indent, key);
            if (Schema.isSection(component.getType())) {
                line(indent, name + ":");
                section(indent + "  ", key, value);
            } else if (Schema.isNamedSections(component.getType())) {
                namedSections(indent, key, name, (Map<?, ?>) value);
            } else {
                line(indent, name + ": " + written(component, value));
            }
        }
    }

    private void namedSections(String indent, String path, String name, Map<?, ?> sections) {
        line(indent, name + ":" + (sections.isEmpty() ? " {}" : ""));
        for (var entry : sections.entrySet()) {
            line(indent + "  ", entry.getKey() + ":");
            section(indent + "    ", path + ".NAME", entry.getValue());
        }
    }

    private void describe(String indent, String key) {
        if (example && explained.add(key)) {
            keys.find(key).ifPresent(entry -> {
                for (String line : wrapped(entry, 116 - indent.length())) {
                    out.append("#").append(indent).append("# ").append(line).append('\n');
                }
            });
        }
    }

    private void line(String indent, String text) {
        out.append(example ? "#" : "").append(indent).append(text).append('\n');
    }

    private static String written(RecordComponent component, Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(item -> quoted(item.toString())).toList().toString();
        }
        String text = ValueParser.format(component.getName(), component.getType(), value);
        return component.getType() == String.class || component.getType() == Secret.class ? quoted(text) : text;
    }

    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'";
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
