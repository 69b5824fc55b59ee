package io.hongyan.server.admin.describe;

import io.hongyan.server.admin.describe.Operation.Login;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what is written down. A line that begins at the margin is an operation (`GET /path | sentence`) or a shape
/// (`shape Name`); those below it, which begin with blanks, say more of it. Empty lines and those with `#` say nothing.
///
/// | below an operation | |
/// |---|---|
/// | `query limit?: number 1..1000 = 100 \| meaning` | a parameter; `?` = may be left out, `=` what holds then |
/// | `takes an alarm` | what a body is about |
/// | `body minutes?: number 1..60 \| meaning` | one of its fields |
/// | `fixed id \| why` | a field that it must not have |
/// | `answer at: time \| meaning` | a field of the answer |
/// | `answer like Shape` | all fields of a shape |
/// | `refusals 409 503` | further statuses |
/// | `login session` | see [Login] |
/// | `more sentence` | what else there is to say |
///
/// Below a shape there are its fields, and `like Shape`.
final class OperationReader {
    private static final Pattern HEAD = Pattern.compile("([A-Z]+) (/\\S*) \\| (.+)");
    private static final Pattern FIELD = Pattern.compile("(\\w+)(\\??): (.+?)(?: = (.+?))?(?: \\| (.+))?");

    private final Map<String, List<Field>> shapes = new LinkedHashMap<>();
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    /// @throws IllegalStateException when it is not written as it should be
    void read(String text) {
        List<String> block = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ")) {
                take(block);
                block.clear();
            }
            block.add(line.strip());
        }
        take(block);
    }

    Operations done() {
        return new Operations(operations, new Shapes(shapes));
    }

    private void take(List<String> block) {
        if (block.isEmpty()) {
            return;
        }
        String head = block.getFirst();
        List<String> rest = block.subList(1, block.size());
        if (head.startsWith("shape ")) {
            shapes.put(
                    head.substring(6),
                    rest.stream().flatMap(line -> fields(line).stream()).toList());
            return;
        }
        Matcher parts = HEAD.matcher(head);
        if (!parts.matches()) {
            throw new IllegalStateException("neither 'METHOD /path | sentence' nor 'shape Name': " + head);
        }
        Operation operation = operation(parts.group(1), parts.group(2), parts.group(3), rest);
        if (operations.put(operation.method() + " " + operation.path(), operation) != null) {
            throw new IllegalStateException("written down twice: " + head);
        }
    }

    private Operation operation(String method, String path, String summary, List<String> lines) {
        List<Field> queries = new ArrayList<>();
        List<Field> body = new ArrayList<>();
        List<Field> answer = new ArrayList<>();
        Map<String, String> fixed = new LinkedHashMap<>();
        List<Integer> refusals = new ArrayList<>();
        StringBuilder more = new StringBuilder();
        String thing = "this";
        Login login = Login.KEY_OR_SESSION;
        for (String line : lines) {
            String word = line.substring(0, line.indexOf(' '));
            String rest = line.substring(word.length() + 1);
            switch (word) {
                case "query" -> queries.addAll(fields(rest));
                case "body" -> body.addAll(fields(rest));
                case "answer" -> answer.addAll(fields(rest));
                case "takes" -> thing = rest;
                case "more" -> more.append(more.isEmpty() ? "" : " ").append(rest);
                case "fixed" -> fixed.put(rest.substring(0, rest.indexOf(' ')), rest.substring(rest.indexOf('|') + 2));
                case "refusals" ->
                    Arrays.stream(rest.split(" ", -1)).map(Integer::valueOf).forEach(refusals::add);
                case "login" -> login = rest.equals("session") ? Login.SESSION : Login.PAGES;
                default -> throw new IllegalStateException("what is '" + word + "' of " + method + " " + path + "?");
            }
        }
        return new Operation(
                method,
                path,
                summary,
                more.toString(),
                thing,
                queries,
                body,
                fixed,
                answer,
                refusals,
                login,
                new Shapes(shapes));
    }

    private List<Field> fields(String line) {
        if (line.startsWith("like ")) {
            List<Field> same = shapes.get(line.substring(5));
            if (same == null) {
                throw new IllegalStateException("no shape stands above '" + line + "'");
            }
            return same;
        }
        Matcher parts = FIELD.matcher(line);
        if (!parts.matches()) {
            throw new IllegalStateException("not 'name: kind = value | meaning': " + line);
        }
        String otherwise = parts.group(4) == null ? "" : parts.group(4);
        String meaning = parts.group(5) == null ? "" : parts.group(5);
        return List.of(new Field(
                parts.group(1), KindReader.read(parts.group(3)), parts.group(2).isEmpty(), otherwise, meaning));
    }
}
