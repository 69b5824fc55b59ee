package io.hongyan.server.admin.describe;

import io.hongyan.server.admin.describe.Kind.Anything;
import io.hongyan.server.admin.describe.Kind.Choice;
import io.hongyan.server.admin.describe.Kind.Decimal;
import io.hongyan.server.admin.describe.Kind.Either;
import io.hongyan.server.admin.describe.Kind.ListOf;
import io.hongyan.server.admin.describe.Kind.MapOf;
import io.hongyan.server.admin.describe.Kind.Named;
import io.hongyan.server.admin.describe.Kind.Text;
import io.hongyan.server.admin.describe.Kind.Time;
import io.hongyan.server.admin.describe.Kind.Truth;
import io.hongyan.server.admin.describe.Kind.Whole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Writes operations as the objects of OpenAPI 3.1, whose schemas are those of JSON Schema 2020-12.
public final class OpenApiWriter {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");
    /// Of all operations: a request that does not fit, nobody who is known, too low a role.
    private static final List<Integer> USUAL = List.of(400, 401, 403);

    private OpenApiWriter() {}

    /// One operation, without what its route adds.
    ///
    /// @param type of the content of its answer
    public static Map<String, Object> operation(Operation operation, String type) {
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("summary", operation.summary());
        if (!operation.more().isEmpty()) {
            made.put("description", operation.more());
        }
        made.put("operationId", id(operation));
        made.put("parameters", parameters(operation));
        if (!operation.body().isEmpty()) {
            made.put("requestBody", body(operation));
        }
        made.put("responses", responses(operation, type));
        switch (operation.login()) {
            case KEY_OR_SESSION -> {} // as all of the document
            case SESSION -> made.put("security", List.of(session()));
            case PAGES -> made.put("security", List.of(Map.of("console", List.of())));
        }
        return made;
    }

    /// All shapes, by name.
    public static Map<String, Object> schemas(Operations operations) {
        Map<String, Object> schemas = new LinkedHashMap<>();
        operations.shapes().fields().forEach((name, fields) -> schemas.put(name, object(fields)));
        return schemas;
    }

    /// `GET /instances/{instance}/keys` is `getInstancesInstanceKeys`.
    private static String id(Operation operation) {
        StringBuilder id = new StringBuilder(operation.method().toLowerCase(Locale.ROOT));
        for (String part : operation.path().split("[^A-Za-z0-9]+", -1)) {
            if (!part.isEmpty()) {
                id.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
        }
        return id.toString();
    }

    private static List<Map<String, Object>> parameters(Operation operation) {
        List<Map<String, Object>> parameters = new ArrayList<>();
        NAME.matcher(operation.path()).results().forEach(name -> {
            Map<String, Object> parameter = new LinkedHashMap<>();
            parameter.put("name", name.group(1));
            parameter.put("in", "path");
            parameter.put("required", true);
            parameter.put("schema", Map.of("type", "string"));
            parameters.add(parameter);
        });
        for (Field field : operation.queries()) {
            Map<String, Object> parameter = new LinkedHashMap<>();
            parameter.put("name", field.name());
            parameter.put("in", "query");
            parameter.put("description", field.meaning());
            parameter.put("required", field.needed());
            Map<String, Object> schema = new LinkedHashMap<>(schema(field.kind()));
            if (!field.otherwise().isEmpty()) {
                schema.put("default", value(field));
            }
            parameter.put("schema", schema);
            parameters.add(parameter);
        }
        return parameters;
    }

    private static Object value(Field field) {
        return switch (field.kind()) {
            case Whole _ -> Long.valueOf(field.otherwise());
            case Truth _ -> Boolean.valueOf(field.otherwise());
            default -> field.otherwise();
        };
    }

    private static Map<String, Object> body(Operation operation) {
        Map<String, Object> schema = object(operation.body());
        schema.put("additionalProperties", false);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("description", operation.thing());
        body.put("required", operation.body().stream().anyMatch(Field::needed));
        body.put("content", content("application/json", schema));
        return body;
    }

    private static Map<String, Object> responses(Operation operation, String type) {
        Map<String, Object> responses = new LinkedHashMap<>();
        Map<String, Object> done = new LinkedHashMap<>();
        done.put("description", operation.summary());
        Map<String, Object> answer = object(operation.answer());
        if (type.equals("application/json")) {
            done.put("content", content(type, answer));
        } else {
            Map<String, Object> stream = content(type, Map.of("type", "string"));
            done.put("content", stream);
            done.put("x-hongyan-event", answer);
        }
        responses.put("200", done);
        statuses(operation)
                .forEach(status -> responses.put(
                        String.valueOf(status), Map.of("$ref", "#/components/responses/status" + status)));
        responses.put("default", Map.of("$ref", "#/components/responses/refusal"));
        return responses;
    }

    /// What it refuses with.
    static List<Integer> statuses(Operation operation) {
        List<Integer> mine = new ArrayList<>(operation.refusals());
        if (operation.path().contains("{")) {
            mine.add(404);
        }
        if (!operation.body().isEmpty()) {
            mine.add(413);
        }
        return Stream.concat(USUAL.stream(), mine.stream()).distinct().sorted().toList();
    }

    private static Map<String, Object> content(String type, Map<String, Object> schema) {
        return Map.of(type, Map.of("schema", schema));
    }

    private static Map<String, Object> object(List<Field> fields) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Field field : fields) {
            Map<String, Object> property = new LinkedHashMap<>(schema(field.kind()));
            if (!field.meaning().isEmpty()) {
                property.put("description", field.meaning());
            }
            if (!field.otherwise().isEmpty()) {
                property.put("default", value(field));
            }
            properties.put(field.name(), property);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        List<String> needed =
                fields.stream().filter(Field::needed).map(Field::name).toList();
        if (!needed.isEmpty()) {
            object.put("required", needed);
        }
        object.put("properties", properties);
        return object;
    }

    private static Map<String, Object> schema(Kind kind) {
        return switch (kind) {
            case Text text -> bounded("string", "minLength", text.least(), 0, "maxLength", text.most());
            case Whole whole -> bounded("integer", "minimum", whole.least(), Long.MIN_VALUE, "maximum", whole.most());
            case Decimal _ -> Map.of("type", "number");
            case Truth _ -> Map.of("type", "boolean");
            case Time _ -> typed("string", "format", "date-time");
            case Choice words -> typed("string", "enum", words.known());
            case ListOf list -> {
                Map<String, Object> schema = bounded("array", "minItems", 0, 0, "maxItems", list.most());
                schema.put("items", schema(list.item()));
                yield schema;
            }
            case MapOf map -> typed("object", "additionalProperties", schema(map.value()));
            case Named shape -> Map.of("$ref", SCHEMAS + shape.name());
            case Either either ->
                Map.of(
                        "anyOf",
                        either.kinds().stream().map(OpenApiWriter::schema).toList());
            case Anything _ -> Map.of();
        };
    }

    /// The cookie of a session, and the header that its pages send.
    public static Map<String, Object> session() {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("session", List.of());
        both.put("console", List.of());
        return both;
    }

    private static Map<String, Object> typed(String type, String more, Object value) {
        Map<String, Object> schema = new LinkedHashMap<>(); // in an order that stays
        schema.put("type", type);
        schema.put(more, value);
        return schema;
    }

    private static Map<String, Object> bounded(
            String type, String least, long min, long unbounded, String most, long max) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        if (min != unbounded) {
            schema.put(least, min);
        }
        if (max != Long.MAX_VALUE) {
            schema.put(most, max);
        }
        return schema;
    }
}
