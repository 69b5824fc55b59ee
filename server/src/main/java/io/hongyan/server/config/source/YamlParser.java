package io.hongyan.server.config.source;

import io.hongyan.server.config.source.Node.Mapping;
import io.hongyan.server.config.source.Node.Scalar;
import io.hongyan.server.config.source.Node.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Parses YAML into nodes that know their line. Values stay text: whether `on` is a string or a boolean is decided by
/// the type of the record component.
final class YamlParser {
    private final String name;
    private final JsonParser parser;
    private final List<ConfigError> problems;
    /// The keys that lead to what is being read.
    private final Deque<String> path = new ArrayDeque<>();

    private YamlParser(String name, JsonParser parser, List<ConfigError> problems) {
        this.name = name;
        this.parser = parser;
        this.problems = problems;
    }

    /// The top level mapping of a file; empty for a file with nothing but comments.
    static Mapping read(String name, String text, List<ConfigError> problems) {
        Node node = parse(text, name, problems);
        return switch (node) {
            case null -> Mapping.empty(name);
            case Mapping mapping -> mapping;
            case Scalar scalar -> {
                problems.add(new ConfigError(scalar.origin(), "", "a configuration is made of lines like key: value"));
                yield Mapping.empty(name);
            }
            case Sequence sequence -> {
                problems.add(
                        new ConfigError(sequence.origin(), "", "a configuration begins with a key, not with a list"));
                yield Mapping.empty(name);
            }
        };
    }

    /// One value as given after `--set key=` or in an environment variable: a list in brackets, else plain text.
    static Node value(String text, String origin, List<ConfigError> problems) {
        if (text.startsWith("[")) {
            List<ConfigError> own = new ArrayList<>();
            Node node = parse(text, origin, own);
            own.forEach(problem -> problems.add(new ConfigError(origin, "", problem.message())));
            if (node instanceof Sequence sequence) {
                List<Node> items = new ArrayList<>();
                for (Node item : sequence.items()) {
                    items.add(item instanceof Scalar scalar ? new Scalar(scalar.text(), origin) : item);
                }
                return new Sequence(items, origin);
            }
        }
        return new Scalar(text, origin);
    }

    private static @Nullable Node parse(String text, String name, List<ConfigError> problems) {
        try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
            return new YamlParser(name, parser, problems).document();
        }
    }

    private @Nullable Node document() {
        try {
            JsonToken first = parser.nextToken();
            Node node = first == null ? null : node(first);
            if (parser.nextToken() != null) {
                problems.add(new ConfigError(origin(), "", "one document only, but a second one begins here"));
            }
            return node;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            problems.add(YamlFault.of(name, line, key(), e.getOriginalMessage()));
            return null;
        }
    }

    /// The whole key of what is being read; empty at the top.
    private String key() {
        return String.join(".", path);
    }

    private String origin() {
        return name + ":" + parser.currentTokenLocation().getLineNr();
    }

    private @Nullable Node node(JsonToken token) {
        if (token == JsonToken.START_OBJECT) {
            return mapping();
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence();
        }
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.VALUE_STRING && parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            problems.add(new ConfigError(
                    origin(), key(), "begins with *, which refers to another value in YAML; put the value in quotes"));
            return null;
        }
        return new Scalar(parser.getString(), origin());
    }

    private Mapping mapping() {
        String origin = origin();
        Map<String, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            String place = origin();
            path.addLast(key);
            Node value = node(parser.nextToken());
            if (entries.containsKey(key)) {
                problems.add(new ConfigError(place, key(), "given twice in the same section; remove one"));
            }
            path.removeLast();
            if (value != null) {
                entries.put(key, value);
            }
        }
        return new Mapping(entries, origin);
    }

    private Sequence sequence() {
        String origin = origin();
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            Node item = node(token);
            if (item != null) {
                items.add(item);
            }
        }
        return new Sequence(items, origin);
    }
}
