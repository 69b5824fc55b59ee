package io.hongyan.server.admin;

import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.cloud.metadata.FirstStart;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.secret.TemporaryKeys;
import io.hongyan.openapi.action.ActionNames;
import io.hongyan.server.config.source.Suggestion;
import io.hongyan.server.json.JsonFields;
import io.hongyan.server.json.RecordMapper;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// AccessKeys: accounts of devices and of callers of the API.
final class KeyRoutes {
    private final Metadata metadata;
    private final TemporaryKeys temporary;
    private final SecureRandom random;

    KeyRoutes(Metadata metadata, TemporaryKeys temporary, SecureRandom random) {
        this.metadata = metadata;
        this.temporary = temporary;
        this.random = random;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", "/instances/{instance}/keys", this::keys),
                AdminRoute.administer("POST", "/instances/{instance}/keys", this::create),
                AdminRoute.administer("DELETE", "/instances/{instance}/keys/{key}", this::delete),
                AdminRoute.administer("DELETE", "/keys/{key}", this::deleteEverywhere),
                AdminRoute.look("GET", "/keys/{key}", this::key),
                AdminRoute.administer("POST", "/keys/{key}/rights", this::rights),
                AdminRoute.administer("POST", "/keys/{key}/temporary", this::temporary),
                AdminRoute.administer("POST", "/keys/{key}/enable", request -> enable(request, true)),
                AdminRoute.administer("POST", "/keys/{key}/disable", request -> enable(request, false)));
    }

    private String instance(AdminRequest request) {
        return AdminApi.instance(metadata, request).id();
    }

    private Map<String, ?> keys(AdminRequest request) {
        String instance = instance(request);
        return Map.of(
                "keys",
                metadata.snapshot().accessKeys().stream()
                        .filter(key ->
                                key.instances().isEmpty() || key.instances().contains(instance))
                        .map(key -> seen(key, request.caller()))
                        .toList());
    }

    /// Who sees few instances is not told of others that the key opens.
    private static Map<String, Object> seen(AccessKey key, AdminCaller caller) {
        Map<String, Object> view = view(key, key.rights().isEmpty() ? "full" : "narrowed");
        if (!caller.seesAll()) {
            view.put("instances", key.instances().stream().filter(caller::sees).toList());
        }
        return view;
    }

    private AccessKey find(String id) {
        return metadata.snapshot()
                .accessKey(id)
                .orElseThrow(() -> AdminRefusal.notFound("there is no AccessKey " + id));
    }

    private Map<String, ?> temporary(AdminRequest request) {
        AccessKey key = find(request.name("key"));
        int seconds = Math.clamp(request.body().number("seconds"), 0, Integer.MAX_VALUE);
        try {
            TemporaryKeys.Issued made = temporary.issue(key, seconds);
            return AdminApi.ordered(
                    "accessKey", made.id(),
                    "secretKey", made.secret(),
                    "securityToken", made.token(),
                    "expires", Instant.ofEpochMilli(made.expires()).toString());
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, ?> key(AdminRequest request) {
        AccessKey key = find(request.name("key"));
        return view(key, key.rights().stream().map(RecordMapper::fields).toList());
    }

    private static Map<String, Object> view(AccessKey key, Object rights) {
        return AdminApi.ordered(
                "accessKey", key.id(), "enabled", key.enabled(), "instances", key.instances(), "rights", rights);
    }

    private Map<String, ?> create(AdminRequest request) {
        String instance = instance(request);
        if (request.body().optionalText("accessKey").isPresent()) {
            return take(instance, request.body());
        }
        AccessKey made = FirstStart.newAccessKey(random);
        AccessKey key =
                new AccessKey(made.id(), made.secret(), true, List.of(instance), rightsOf(request.body(), false));
        AdminApi.changing(() -> metadata.createAccessKey(key));
        return AdminApi.ordered("accessKey", key.id(), "secretKey", key.secret());
    }

    private Map<String, ?> take(String instance, JsonFields body) {
        String id = body.text("accessKey");
        AdminApi.changing(() -> metadata.importAccessKey(id, body.text("secretKey"), instance));
        return Map.of();
    }

    private Map<String, ?> delete(AdminRequest request) {
        String instance = instance(request);
        AdminApi.changing(() -> metadata.deleteAccessKey(instance, request.name("key")));
        return Map.of();
    }

    private Map<String, ?> deleteEverywhere(AdminRequest request) {
        AdminApi.changing(() -> metadata.deleteAccessKey(request.name("key")));
        return Map.of();
    }

    private Map<String, ?> rights(AdminRequest request) {
        List<AccessRight> rights = rightsOf(request.body(), true);
        AdminApi.changing(() -> metadata.rights(request.name("key"), rights));
        return Map.of();
    }

    private Map<String, ?> enable(AdminRequest request, boolean on) {
        AdminApi.changing(() -> metadata.enableAccessKey(request.name("key"), on));
        return Map.of();
    }

    /// `rights` in full, or `named` with patterns that narrow it.
    private static List<AccessRight> rightsOf(JsonFields body, boolean needed) {
        try {
            if (body.names().contains("rights")) {
                List<AccessRight> rights = new ArrayList<>();
                body.objects("rights").forEach(each -> rights.add(RecordMapper.record(AccessRight.class, each)));
                rights.forEach(right -> right.actions().forEach(KeyRoutes::checkAction));
                return rights;
            }
            if (!needed && !body.names().contains("named")) {
                return List.of();
            }
            List<AccessRight> named = AccessRight.named(body.text("named"));
            List<String> instances = patterns(body, "instances");
            List<String> topics = patterns(body, "topics");
            List<String> groups = patterns(body, "groups");
            boolean narrowed = !instances.isEmpty() || !topics.isEmpty() || !groups.isEmpty();
            List<AccessRight> whole = named.isEmpty() && narrowed ? List.of(AccessRight.everything()) : named;
            return whole.stream()
                    .map(right -> right.narrowed(instances, topics, groups))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /// A right to something that does not exist is a slip of the pen, which nobody would notice before it matters.
    private static void checkAction(String pattern) {
        Set<String> known = ActionNames.ofRights();
        if (known.stream().noneMatch(action -> AccessRight.matches(pattern, action))) {
            throw new IllegalArgumentException("there is no action " + pattern
                    + Suggestion.nearest(pattern, known)
                            .map(guess -> "; did you mean " + guess + "?")
                            .orElse(": actions are mq:PUB, mq:SUB and those of docs/openapi.md"));
        }
    }

    private static List<String> patterns(JsonFields body, String name) {
        return body.names().contains(name) ? body.texts(name) : List.of();
    }
}
