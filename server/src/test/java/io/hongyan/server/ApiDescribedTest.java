package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: `/openapi.json` is OpenAPI, and the service takes what it says and nothing else.
class ApiDescribedTest {
    /// Of a kind that no field has.
    private static final Map<String, Object> MISTYPED = Map.of("colour", "red");

    @TempDir
    private Path folder;

    private AdministeredServer server;
    private DescribedApi api;

    @BeforeEach
    void start() throws IOException {
        server = AdministeredServer.start(folder.resolve("data"));
        api = new DescribedApi(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void another_program_reads_the_description_without_complaint() {
        SwaggerParseResult read =
                new OpenAPIV3Parser().readContents(Json.line(api.document().values()));
        assertThat(read.getMessages()).isEmpty();
        assertThat(read.getOpenAPI().getPaths())
                .hasSameSizeAs(api.document().object("paths").names());
        assertThat(api.operations())
                .extracting(each -> each.fields().text("operationId"))
                .doesNotHaveDuplicates();
    }

    @Test
    void an_unknown_parameter_is_refused_by_its_name() throws IOException {
        for (DescribedApi.Described each : administered()) {
            HttpResponse<String> answer = server.send(each.method(), each.somewhere() + "?colour=red", "");
            assertThat(answer.statusCode()).as(each.name() + answer.body()).isEqualTo(400);
            assertThat(Json.object(answer.body()).text("message"))
                    .as(each.name())
                    .startsWith("there is no parameter colour here");
        }
    }

    @Test
    void a_parameter_that_is_not_what_it_should_be_is_refused_by_its_name() throws IOException {
        int tried = 0;
        for (DescribedApi.Described each : administered()) {
            for (JsonFields parameter : each.fields().objects("parameters")) {
                if (parameter.text("in").equals("query") && isNarrow(parameter.object("schema"))) {
                    String name = parameter.text("name");
                    String query = "?" + needed(each, name) + name + "=some%20thing";
                    HttpResponse<String> answer = server.send(each.method(), each.somewhere() + query, "");
                    assertThat(answer.statusCode()).as(each.name() + " " + name).isEqualTo(400);
                    assertThat(Json.object(answer.body()).text("message")).startsWith(name + " is ");
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(20);
    }

    @Test
    void a_field_that_is_unknown_missing_or_not_what_it_should_be_is_refused_by_its_name() throws IOException {
        int tried = 0;
        for (DescribedApi.Described each : administered()) {
            if (!each.fields().names().contains("requestBody")) {
                if (!each.method().equals("GET")) {
                    refused(each, MISTYPED, "colour");
                }
                continue;
            }
            JsonFields schema = each.fields()
                    .object("requestBody")
                    .object("content")
                    .object("application/json")
                    .object("schema");
            Map<String, Object> whole = whole(schema);
            for (String name : schema.object("properties").names()) {
                refused(each, with(whole, name, MISTYPED), name + " is ");
                refused(each, with(whole, name, null), name + " is ");
                tried++;
            }
            for (String name : schema.texts("required")) {
                Map<String, Object> less = new LinkedHashMap<>(whole);
                less.remove(name);
                refused(each, less, name + " is missing");
            }
            refused(each, with(whole, "colour", "red"), "has no colour; it has ");
        }
        assertThat(tried).isGreaterThan(80);
    }

    private void refused(DescribedApi.Described operation, Map<String, Object> body, String why) throws IOException {
        HttpResponse<String> answer =
                server.send(operation.method(), operation.somewhere() + "?" + needed(operation, ""), Json.line(body));
        assertThat(answer.statusCode()).as(operation.name() + " " + body).isEqualTo(400);
        assertThat(Json.object(answer.body()).text("message"))
                .as(operation.name() + " " + body)
                .contains(why);
    }

    private static Map<String, Object> with(Map<String, Object> fields, String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return more;
    }

    /// A body with what it needs.
    private static Map<String, Object> whole(JsonFields schema) {
        Map<String, Object> whole = new LinkedHashMap<>();
        for (String name : schema.texts("required")) {
            whole.put(name, example(schema.object("properties").object(name)));
        }
        return whole;
    }

    private static Object example(JsonFields schema) {
        if (schema.names().contains("enum")) {
            return schema.texts("enum").getFirst();
        }
        return switch (schema.text("type")) {
            case "integer" -> schema.number("minimum", 1);
            case "number" -> 1;
            case "boolean" -> true;
            case "array" -> List.of();
            default -> "text";
        };
    }

    /// Whether not every text will do.
    private static boolean isNarrow(JsonFields schema) {
        return !schema.text("type").equals("string")
                || schema.names().contains("enum")
                || schema.names().contains("format");
    }

    /// The other parameters that must be there.
    private static String needed(DescribedApi.Described operation, String but) {
        StringBuilder query = new StringBuilder();
        for (JsonFields parameter : operation.fields().objects("parameters")) {
            if (parameter.text("in").equals("query")
                    && parameter.truth("required", false)
                    && !parameter.text("name").equals(but)) {
                query.append(parameter.text("name")).append("=a&");
            }
        }
        return query.toString();
    }

    /// Those that a key opens.
    private List<DescribedApi.Described> administered() {
        return api.operations().stream()
                .filter(each -> !each.path().startsWith("/session"))
                .toList();
    }
}
