package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.Terminal;
import io.hongyan.server.log.LogEscaper;
import io.hongyan.server.program.ProgramName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// Prints answers: as JSON as they came, or for people.
final class AdminOutput {
    private static final Pattern CAPITAL = Pattern.compile("(\\p{Upper})");

    private AdminOutput() {}

    /// A list: a table with a column for each field.
    ///
    /// @param name the field of the answer that holds the list
    static void list(Terminal terminal, AdminOptions options, Map<String, Object> answer, String name) {
        list(terminal, options, answer, name, List.of());
    }

    /// The same with some of the fields.
    ///
    /// @param columns the fields for people; empty for all of them
    static void list(
            Terminal terminal, AdminOptions options, Map<String, Object> answer, String name, List<String> columns) {
        if (options.json) {
            json(terminal, answer);
            return;
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        if (answer.get(name) instanceof List<?> entries) {
            for (Object entry : entries) {
                Map<String, Object> row = row(entry);
                if (!columns.isEmpty()) {
                    row.keySet().retainAll(columns);
                }
                rows.add(row);
            }
        }
        table(rows).forEach(terminal::printLine);
    }

    /// One page of a list, and how to get the next.
    static void page(Terminal terminal, AdminOptions options, Map<String, Object> answer, String name) {
        list(terminal, options, answer, name);
        if (!options.json && answer.get("after") instanceof String after) {
            terminal.err().println("There are more: add --after " + ProgramName.quoted(text(after)));
        }
    }

    /// One thing: a line for each field, or what was done when there is none. A field that holds several things has a
    /// line for each of them.
    static void fields(Terminal terminal, AdminOptions options, Map<String, Object> answer, String done) {
        if (options.json) {
            json(terminal, answer);
            return;
        }
        if (answer.isEmpty()) {
            terminal.printLine(done);
        }
        int width = answer.keySet().stream().mapToInt(String::length).max().orElse(0);
        answer.forEach((field, value) -> {
            String name = padded(field + ":", width + 2);
            for (String line : lines(value)) {
                terminal.printLine(name + line);
                name = " ".repeat(width + 2);
            }
        });
    }

    private static List<String> lines(Object value) {
        return value instanceof List<?> entries && !entries.isEmpty() && entries.getFirst() instanceof Map
                ? table(entries.stream().map(AdminOutput::row).toList())
                : List.of(text(value));
    }

    private static void json(Terminal terminal, Map<String, Object> answer) {
        terminal.printLine(JsonMapper.shared().writeValueAsString(answer));
    }

    private static Map<String, Object> row(Object entry) {
        if (entry instanceof Map<?, ?> fields) {
            return fields.entrySet().stream()
                    .collect(Collectors.toMap(
                            field -> String.valueOf(field.getKey()),
                            field -> text(field.getValue()),
                            (first, _) -> first,
                            LinkedHashMap::new));
        }
        return Map.of("name", text(entry));
    }

    /// The rows under their headings, padded; nothing but a word when there are none.
    static List<String> table(List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            return List.of("(none)");
        }
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        List<StringBuilder> lines = new ArrayList<>();
        for (int i = 0; i <= rows.size(); i++) {
            lines.add(new StringBuilder());
        }
        for (String column : columns) {
            List<String> cells = new ArrayList<>();
            cells.add(heading(column));
            rows.forEach(row -> cells.add(text(row.getOrDefault(column, ""))));
            int width = cells.stream().mapToInt(String::length).max().orElse(0);
            for (int i = 0; i < cells.size(); i++) {
                lines.get(i).append(padded(cells.get(i), width + 2));
            }
        }
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }

    /// `accessKey` becomes `ACCESS KEY`.
    private static String heading(String field) {
        return CAPITAL.matcher(field).replaceAll(" $1").toUpperCase(Locale.ROOT);
    }

    /// Names that clients and certificates chose may hold control characters.
    static String text(Object value) {
        return LogEscaper.oneLine(raw(value));
    }

    private static String raw(Object value) {
        if (value instanceof Map<?, ?> fields) {
            return fields.entrySet().stream()
                    .map(field -> field.getKey() + "=" + field.getValue())
                    .collect(Collectors.joining(", "));
        }
        if (value instanceof List<?> entries) {
            return entries.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return String.valueOf(value);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
