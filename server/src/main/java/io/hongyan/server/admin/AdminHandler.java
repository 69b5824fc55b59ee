package io.hongyan.server.admin;

import io.hongyan.server.http.Handler;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Authenticates requests by the key, and dispatches them.
public final class AdminHandler implements Handler {
    private final byte[] authorization;
    private final List<AdminRoute> routes;

    public AdminHandler(String key, List<AdminRoute> routes) {
        this.authorization = ("Bearer " + key).getBytes(StandardCharsets.UTF_8);
        this.routes = List.copyOf(routes);
    }

    @Override
    public Response answer(Request request) {
        // Takes the same time however many characters are right.
        if (!MessageDigest.isEqual(authorization, request.authorization().getBytes(StandardCharsets.UTF_8))) {
            return Response.error(401, "unauthorized", "show the key: Authorization: Bearer KEY");
        }
        List<String> methods = new ArrayList<>();
        for (AdminRoute route : routes) {
            if (route.matches(request.path())) {
                if (route.method().equals(request.method())) {
                    return answer(route, request);
                }
                methods.add(route.method());
            }
        }
        return methods.isEmpty()
                ? Response.error(404, "not-found", "no such path: /" + String.join("/", request.path()))
                : Response.error(405, "method-not-allowed", "use " + String.join(" or ", methods));
    }

    private static Response answer(AdminRoute route, Request request) {
        try {
            JsonFields body = request.body().isBlank() ? new JsonFields(Map.of()) : Json.object(request.body());
            return Response.json(
                    200, route.action().answer(new AdminRequest(route.names(request.path()), request.query(), body)));
        } catch (JsonException e) {
            return Response.error(400, "bad-request", String.valueOf(e.getMessage()));
        } catch (AdminRefusal e) {
            return Response.error(e.status(), e.code(), String.valueOf(e.getMessage()));
        }
    }
}
