package io.hongyan.server.admin;

import io.hongyan.server.admin.describe.OpenApiWriter;
import io.hongyan.server.admin.describe.Operation;
import io.hongyan.server.admin.describe.Operations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Describes the administration as OpenAPI 3.1: its routes, with what is written down of each, and what the console's
/// pages log in with.
final class ApiDescription {
    private static final String KEY = "key";
    private static final String SESSION = "session";
    private static final String CONSOLE = "console";
    private static final String JSON = "application/json";
    private static final String PAGES = "/session";

    /// What a status means, as `docs/admin.md` has it.
    private static final Map<Integer, String> STATUSES = new TreeMap<>(Map.of(
            400, "bad-request: a parameter or field is unknown, missing, or not what it should be",
            401, "unauthorized: no key, or a wrong one; nobody is logged in",
            403, "forbidden: the role does not suffice, or sees other instances; password-change-needed",
            404, "not-found: there is no such thing",
            409, "conflict: it exists already, a rule forbids it, or there is no room for more",
            413, "too-large: the body has more than 64 KiB",
            422, "unusable: a file or certificate cannot be used",
            429, "locked: too many failed logins; the message says when to try again",
            503, "unavailable: the broker or the store does not answer now",
            507, "not-saved: the change cannot be written, and is not made"));

    private ApiDescription() {}

    /// The document.
    ///
    /// @param version of the service
    static Map<String, Object> of(List<AdminRoute> routes, String version) {
        Operations known = Operations.known();
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        for (AdminRoute route : routes) {
            Map<String, Object> operation =
                    OpenApiWriter.operation(known.of(route.method(), route.path()), type(route));
            operation.put("x-hongyan-role", route.role().word());
            operation.put("x-hongyan-audited", route.changes());
            add(paths, route.method(), route.path(), operation);
        }
        for (Operation operation : known.all()) {
            if (operation.path().startsWith(PAGES)) {
                add(paths, operation.method(), operation.path(), OpenApiWriter.operation(operation, JSON));
            }
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
                        "What hongyan admin and the console ask. docs/admin.md says more."),
                "security",
                List.of(Map.of(KEY, List.of()), OpenApiWriter.session()),
                "paths",
                paths,
                "components",
                components(known));
    }

    private static void add(
            Map<String, Map<String, Object>> paths, String method, String path, Map<String, Object> operation) {
        paths.computeIfAbsent(path, _ -> new LinkedHashMap<>()).put(method.toLowerCase(Locale.ROOT), operation);
    }

    private static String type(AdminRoute route) {
        return switch (route.action()) {
            case AdminRoute.Answering _ -> JSON;
            case AdminRoute.Watching _ ->
                route.method().equals("GET") ? AdminRoute.Stream.EVENTS : AdminRoute.Stream.LINES;
        };
    }

    private static Map<String, Object> components(Operations known) {
        Map<String, Object> schemas = OpenApiWriter.schemas(known);
        schemas.put(
                "Refusal",
                AdminApi.ordered(
                        "type",
                        "object",
                        "required",
                        List.of("code", "message"),
                        "properties",
                        AdminApi.ordered(
                                "code",
                                AdminApi.ordered("type", "string", "description", "the same for all of a kind"),
                                "message",
                                AdminApi.ordered("type", "string", "description", "a sentence for people"))));
        Map<String, Object> responses = new LinkedHashMap<>();
        STATUSES.forEach((status, meaning) -> responses.put("status" + status, refusal(meaning)));
        responses.put("refusal", refusal("whatever else is in the way; nothing was changed"));
        return AdminApi.ordered(
                "securitySchemes",
                AdminApi.ordered(
                        KEY,
                        AdminApi.ordered(
                                "type",
                                "http",
                                "scheme",
                                "bearer",
                                "description",
                                "the key that the first start left in admin.key, or one of the configuration"),
                        SESSION,
                        apiKey("cookie", "hongyan_console", "what the console's login sets"),
                        CONSOLE,
                        apiKey("header", "X-Hongyan-Console", "any text; no other site can send it")),
                "schemas",
                schemas,
                "responses",
                responses);
    }

    private static Map<String, Object> apiKey(String in, String name, String description) {
        return AdminApi.ordered("type", "apiKey", "in", in, "name", name, "description", description);
    }

    private static Map<String, Object> refusal(String meaning) {
        return AdminApi.ordered(
                "description",
                meaning,
                "content",
                Map.of(JSON, Map.of("schema", Map.of("$ref", "#/components/schemas/Refusal"))));
    }
}
