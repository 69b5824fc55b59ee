package io.hongyan.server.admin;

import io.hongyan.cloud.open.HashMask;
import io.hongyan.server.admin.describe.Operation;
import io.hongyan.server.admin.describe.Operations;
import io.hongyan.server.admin.describe.UnfitException;
import io.hongyan.server.http.Handler;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Authenticates requests by their key or session, looks whether its role suffices, dispatches them, and records each
/// change.
public final class AdminHandler implements Handler {
    /// What may stand in the audit log of a request or an answer. Never hashes, tokens and secrets.
    private static final List<String> RECORDED = List.of(
            "id",
            "profile",
            "name",
            "remark",
            "accessKey",
            "rights",
            "mode",
            "named",
            "groups",
            "resources",
            "actions",
            "expireSeconds",
            "folder",
            "kind",
            "kinds",
            "connection",
            "resource",
            "topic",
            "description",
            "enabled",
            "acknowledge",
            "outflow",
            "maxMessages",
            "maxBytes",
            "consumerGroup",
            "filter",
            "expression",
            "ordered",
            "onRefused",
            "addresses",
            "tls",
            "namespace",
            "created",
            "topics",
            "problems",
            "client",
            "address",
            "seconds",
            "events",
            "qos",
            "retain",
            "messageId",
            "role",
            "instances",
            "clientId",
            "type",
            "username",
            "signMode",
            "identity",
            "action",
            "effect",
            "logger",
            "level",
            "instance",
            "metric",
            "comparison",
            "threshold",
            "minutes",
            "mails",
            "results");

    private volatile List<AdminHolder> holders;
    private final AdminLogin login;
    private final List<AdminRoute> routes;
    private final Supplier<Operations> described;
    private final AuditLog audit;

    /// @param holders of keys
    public AdminHandler(List<AdminHolder> holders, List<AdminRoute> routes, AuditLog audit) {
        this(holders, AdminLogin.none(), routes, Operations::known, audit);
    }

    /// @param holders of keys
    /// @param login the way in for those who show no key
    /// @param described what each route takes; asked with the first request
    public AdminHandler(
            List<AdminHolder> holders,
            AdminLogin login,
            List<AdminRoute> routes,
            Supplier<Operations> described,
            AuditLog audit) {
        this.holders = List.copyOf(holders);
        this.login = login;
        this.routes = List.copyOf(routes);
        this.described = described;
        this.audit = audit;
    }

    @Override
    public Response answer(Request request) {
        AdminCaller caller;
        try {
            caller = caller(request);
        } catch (AdminRefusal e) {
            return Response.error(e.status(), e.code(), String.valueOf(e.getMessage()));
        }
        if (caller == null) {
            audit.stranger(request.from(), what(request));
            return Response.error(401, "unauthorized", howToAsk(request));
        }
        List<String> methods = new ArrayList<>();
        for (AdminRoute route : routes) {
            if (route.matches(request.path())) {
                if (route.method().equals(request.method())) {
                    return answer(route, request, caller);
                }
                methods.add(route.method());
            }
        }
        return methods.isEmpty()
                ? Response.error(404, "not-found", "no such path: /" + String.join("/", request.path()))
                : Response.error(405, "method-not-allowed", "use " + String.join(" or ", methods));
    }

    /// Other keys count from the next request on.
    public void holders(List<AdminHolder> others) {
        holders = List.copyOf(others);
    }

    private @Nullable AdminCaller caller(Request request) {
        String authorization = request.headers().first("Authorization");
        if (authorization.isEmpty()) {
            return login.caller(request);
        }
        AdminHolder found = holder(authorization);
        return found == null ? null : new AdminCaller(found.name(), found.role());
    }

    private @Nullable AdminHolder holder(String authorization) {
        AdminHolder found = null;
        for (AdminHolder each : holders) { // all of them, so that the time tells nothing
            found = each.isShown(authorization) ? each : found;
        }
        return found;
    }

    private boolean isStillIn(Request request) {
        String authorization = request.headers().first("Authorization");
        return authorization.isEmpty() ? login.isStillIn(request) : holder(authorization) != null;
    }

    private static String howToAsk(Request request) {
        return request.headers().first("Authorization").isEmpty()
                ? "show the key: Authorization: Bearer KEY"
                : "the key is wrong, or the header is not Authorization: Bearer KEY";
    }

    private Response answer(AdminRoute route, Request request, AdminCaller caller) {
        Map<String, Object> details = new LinkedHashMap<>();
        int status = 500;
        String why = "an internal error; the log has more";
        try {
            expectRight(route, request, caller);
            String text = request.text();
            JsonFields body = text.isBlank() ? new JsonFields(Map.of()) : Json.object(text);
            keep(request.query(), details);
            keep(body.values(), details);
            Operation operation = described.get().of(route.method(), route.path());
            AdminRequest asked =
                    new AdminRequest(route.names(request.path()), operation.query(request.query()), body, caller);
            operation.check(body.values());
            Response answer = answer(route.action(), asked, details, () -> isStillIn(request));
            status = 200;
            why = "";
            return answer;
        } catch (JsonException | UnfitException e) {
            status = 400;
            why = String.valueOf(e.getMessage());
            return Response.error(status, "bad-request", why);
        } catch (AdminRefusal e) {
            status = e.status();
            why = HashMask.of(String.valueOf(e.getMessage()));
            return Response.error(status, e.code(), why);
        } finally {
            if (route.changes()) {
                audit.record(caller, request.from(), what(request), details, status, why);
            }
        }
    }

    private static void expectRight(AdminRoute route, Request request, AdminCaller caller) {
        if (!caller.role().includes(route.role())) {
            throw AdminRefusal.forbidden("this needs role " + route.role().word() + ", and " + caller.name()
                    + " has role " + caller.role().word());
        }
        if (!route.isSeenBy(caller, request.path())) {
            throw AdminRefusal.forbidden(caller.name() + " may see the instances "
                    + String.join(", ", new TreeSet<>(caller.instances())) + " and nothing else");
        }
    }

    private static Response answer(
            AdminRoute.Action action, AdminRequest request, Map<String, Object> details, BooleanSupplier allowed) {
        return switch (action) {
            case AdminRoute.Answering answering -> {
                Map<String, ?> answer = answering.answer(request);
                keep(answer, details);
                yield Response.json(200, answer);
            }
            case AdminRoute.Watching watching -> {
                AdminRoute.Stream stream = watching.watch(request);
                yield Response.streamed(stream.type(), new GuardedPieces(stream.pieces(), allowed));
            }
        };
    }

    private static void keep(Map<String, ?> from, Map<String, Object> details) {
        for (String name : RECORDED) {
            Object value = from.get(name);
            if (value != null) {
                details.put(name, value instanceof String text ? HashMask.of(text) : value);
            }
        }
    }

    private static String what(Request request) {
        return request.method() + " /" + String.join("/", request.path());
    }
}
