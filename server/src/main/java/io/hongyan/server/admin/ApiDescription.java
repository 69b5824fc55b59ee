package io.hongyan.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Describes the administration as OpenAPI 3.1, from its routes and a sentence for each, which stands in
/// `descriptions.txt`. Bodies and answers are described in `docs/admin.md`.
final class ApiDescription {
    private static final String TEXTS = "descriptions.txt";
    private static final String KEY = "key";
    private static final String SESSION = "session";

    private ApiDescription() {}

    /// The document.
    ///
    /// @param version of the service
    static Map<String, Object> of(List<AdminRoute> routes, String version) {
        Map<String, String> texts = texts();
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        for (AdminRoute route : routes) {
            String name = route.method() + " " + route.path();
            paths.computeIfAbsent(route.path(), _ -> new LinkedHashMap<>())
                    .put(route.method().toLowerCase(Locale.ROOT), operation(route, texts.getOrDefault(name, name)));
        }
        return AdminApi.ordered(
                "openapi",
                "3.1.0",
                "info",
                AdminApi.ordered(
                        "title",
                        "Hongyan administration",
                        "version",
                        version,
                        "description",
                        "What hongyan admin and the console ask. docs/admin.md describes bodies and answers."),
                "security",
                List.of(Map.of(KEY, List.of()), Map.of(SESSION, List.of())),
                "paths",
                paths,
                "components",
                components());
    }

    /// The sentences, by method and path.
    static Map<String, String> texts() {
        try (InputStream in = ApiDescription.class.getResourceAsStream(TEXTS)) {
            if (in == null) {
                throw new IllegalStateException(TEXTS + " is missing");
            }
            Map<String, String> texts = new LinkedHashMap<>();
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                int middle = line.indexOf(" | ");
                if (middle > 0) {
                    texts.put(line.substring(0, middle), line.substring(middle + 3));
                }
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(TEXTS + " cannot be read", e);
        }
    }

    private static Map<String, Object> operation(AdminRoute route, String text) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", text);
        operation.put("operationId", operationId(route));
        operation.put("x-hongyan-role", AdminApi.lower(route.role()));
        operation.put("x-hongyan-audited", route.changes());
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (String part : route.pattern()) {
            if (part.startsWith("{")) {
                parameters.add(AdminApi.ordered(
                        "name",
                        part.substring(1, part.length() - 1),
                        "in",
                        "path",
                        "required",
                        true,
                        "schema",
                        Map.of("type", "string")));
            }
        }
        operation.put("parameters", parameters);
        if (!List.of("GET", "DELETE").contains(route.method())) {
            operation.put("requestBody", Map.of("content", content("application/json", Map.of("type", "object"))));
        }
        operation.put(
                "responses",
                AdminApi.ordered(
                        "200",
                        AdminApi.ordered(
                                "description",
                                "done",
                                "content",
                                content(type(route), Map.of("type", isStream(route) ? "string" : "object"))),
                        "default",
                        Map.of("$ref", "#/components/responses/refusal")));
        return operation;
    }

    private static boolean isStream(AdminRoute route) {
        return route.action() instanceof AdminRoute.Watching;
    }

    private static String type(AdminRoute route) {
        if (!isStream(route)) {
            return "application/json";
        }
        return route.method().equals("GET") ? "text/event-stream" : "application/x-ndjson";
    }

    /// `GET /instances/{instance}/keys` is `getInstancesInstanceKeys`.
    private static String operationId(AdminRoute route) {
        StringBuilder id = new StringBuilder(route.method().toLowerCase(Locale.ROOT));
        for (String part : route.path().split("[^A-Za-z0-9]+", -1)) {
            if (!part.isEmpty()) {
                id.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
        }
        return id.toString();
    }

    private static Map<String, Object> content(String type, Map<String, Object> schema) {
        return Map.of(type, Map.of("schema", schema));
    }

    private static Map<String, Object> components() {
        Map<String, Object> refusal = AdminApi.ordered(
                "type",
                "object",
                "required",
                List.of("code", "message"),
                "properties",
                AdminApi.ordered(
                        "code",
                        Map.of("type", "string", "description", "the same for all refusals of a kind"),
                        "message",
                        Map.of("type", "string", "description", "a sentence for people")));
        return AdminApi.ordered(
                "securitySchemes",
                AdminApi.ordered(
                        KEY,
                        Map.of("type", "http", "scheme", "bearer"),
                        SESSION,
                        AdminApi.ordered(
                                "type",
                                "apiKey",
                                "in",
                                "cookie",
                                "name",
                                "hongyan_console",
                                "description",
                                "of the console; the header X-Hongyan-Console is needed, too")),
                "responses",
                Map.of(
                        "refusal",
                        AdminApi.ordered(
                                "description",
                                "refused; nothing was changed",
                                "content",
                                content("application/json", refusal))));
    }
}
