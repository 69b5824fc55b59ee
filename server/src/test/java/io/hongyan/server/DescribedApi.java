package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Asks the administration, and holds each answer to what `/openapi.json` says of it: all that must be there is, all is
/// of the kind that it should be, and nothing is there that is not described.
final class DescribedApi {
    private final AdministeredServer server;
    private final JsonFields document;
    private final Set<String> answered = new TreeSet<>();

    DescribedApi(AdministeredServer server) throws IOException {
        this.server = server;
        this.document = server.ask("/openapi.json");
        check(operation("GET", "/openapi.json"), "GET /openapi.json", "200", Json.line(document.values()));
    }

    AdministeredServer server() {
        return server;
    }

    JsonFields document() {
        return document;
    }

    /// The answer to a request that is done.
    JsonFields get(String path) throws IOException {
        return done("GET", path, Map.of());
    }

    /// The answer to a request that is done.
    JsonFields post(String path, Map<String, ?> body) throws IOException {
        return done("POST", path, body);
    }

    /// The answer to a request that is done.
    JsonFields done(String method, String path, Map<String, ?> body) throws IOException {
        return Json.object(answer(200, method, path, body));
    }

    /// The message of one that is not.
    String refused(int status, String method, String path, Map<String, ?> body) throws IOException {
        return Json.object(answer(status, method, path, body)).text("message");
    }

    private String answer(int status, String method, String path, Map<String, ?> body) throws IOException {
        HttpResponse<String> answer = server.send(method, path, body.isEmpty() ? "" : Json.line(body));
        check(method, path, status, answer);
        return answer.body();
    }

    /// Holds an answer that somebody else got to the status that it should have, and to what is said of it.
    void check(String method, String path, int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isEqualTo(status);
        check(operation(method, path), method + " " + path, String.valueOf(status), answer.body());
    }

    /// Holds an event of an operation that goes on to what is said of it.
    void checkEvent(String method, String path, String event) {
        JsonFields operation = operation(method, path);
        answered.add(operation.text("operationId"));
        JsonFields response = operation.object("responses").object("200");
        expectValid(method + " " + path, response.object("x-hongyan-event").values(), event);
    }

    private void check(JsonFields operation, String asked, String status, String answer) {
        JsonFields responses = operation.object("responses");
        assertThat(responses.names())
                .as("%s answers with %s: is it described?", asked, status)
                .contains(status);
        if (status.equals("200")) {
            answered.add(operation.text("operationId"));
        }
        JsonFields response = responses.object(status);
        if (response.names().contains("$ref")) {
            String name = response.text("$ref");
            response =
                    document.object("components").object("responses").object(name.substring(name.lastIndexOf('/') + 1));
        }
        JsonFields media = response.object("content").object("application/json");
        expectValid(asked, media.object("schema").values(), answer);
    }

    private void expectValid(String asked, Map<String, @Nullable Object> schema, String answer) {
        Map<String, @Nullable Object> whole = new LinkedHashMap<>(schema);
        whole.put("components", document.object("components").values());
        Object strict = strict(whole);
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Json.line(strict), InputFormat.JSON)
                        .validate(
                                answer,
                                InputFormat.JSON,
                                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .as("%s: %s", asked, answer)
                .isEmpty();
    }

    /// A schema by which an object has no properties but those that it names.
    private static @Nullable Object strict(@Nullable Object schema) {
        return switch (schema) {
            case Map<?, ?> object -> {
                Map<String, @Nullable Object> made = new LinkedHashMap<>();
                object.forEach((name, value) -> made.put((String) name, strict(value)));
                if (made.get("properties") instanceof Map<?, ?> && "object".equals(made.get("type"))) {
                    made.put("additionalProperties", false);
                }
                yield made;
            }
            case List<?> list -> list.stream().map(DescribedApi::strict).toList();
            case null, default -> schema;
        };
    }

    private JsonFields operation(String method, String target) {
        List<String> asked = parts(target.split("\\?", -1)[0]);
        String path = document.object("paths").names().stream()
                .filter(each -> fits(parts(each), asked))
                .min(Comparator.comparingLong(
                        each -> each.chars().filter(c -> c == '{').count()))
                .orElseThrow(() -> new AssertionError(target + " is not described"));
        return document.object("paths").object(path).object(method.toLowerCase(Locale.ROOT));
    }

    private static List<String> parts(String path) {
        return List.of(path.split("/", -1));
    }

    private static boolean fits(List<String> described, List<String> asked) {
        if (described.size() != asked.size()) {
            return false;
        }
        for (int i = 0; i < asked.size(); i++) {
            if (!described.get(i).startsWith("{") && !described.get(i).equals(asked.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// Each operation, as `METHOD /path`.
    List<Described> operations() {
        List<Described> all = new ArrayList<>();
        JsonFields paths = document.object("paths");
        for (String path : paths.names()) {
            for (String method : paths.object(path).names()) {
                all.add(new Described(
                        method.toUpperCase(Locale.ROOT),
                        path,
                        paths.object(path).object(method)));
            }
        }
        return all;
    }

    /// An operation as the document has it.
    record Described(String method, String path, JsonFields fields) {
        /// With something in place of the names in its path that is nowhere.
        String somewhere() {
            return path.replaceAll("\\{[a-z]+}", "nowhere");
        }

        String name() {
            return method + " " + path;
        }
    }

    /// Those that have not answered yet with what was asked for.
    List<String> unanswered() {
        return operations().stream()
                .filter(each -> !answered.contains(each.fields().text("operationId")))
                .map(Described::name)
                .toList();
    }
}
