package io.hongyan.server;

import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Instances with what stands in them by name, and keys.
record InstancesAsked(DescribedApi api) {
    void ask() throws IOException {
        api.post("/instances", Map.of("id", "mqtt-cloud"));
        api.post("/instances", Map.of("id", "mqtt-open", "profile", "open"));
        api.refused(409, "POST", "/instances", Map.of("id", "mqtt-open"));
        api.get("/instances");
        cloud("/instances/mqtt-cloud");
        open("/instances/mqtt-open");
        keys("/instances/mqtt-cloud");
        api.done("DELETE", "/instances/mqtt-open", Map.of());
    }

    private void cloud(String at) throws IOException {
        api.done("PUT", at + "/tags", Map.of("tags", List.of(Map.of("key", "site", "value", "north"))));
        api.refused(400, "PUT", at + "/tags", Map.of());
        api.post(at + "/tls", Map.of("mode", "two-way"));
        api.post(at + "/traces", Map.of("mode", "all"));
        api.get(at);
        for (String what : List.of("groups", "topics")) {
            String name = what.equals("groups") ? "GID_lamps" : "lamps";
            api.post(at + "/" + what, Map.of("name", name));
            api.refused(409, "POST", at + "/" + what, Map.of("name", name));
            api.get(at + "/" + what);
            api.get(at + "/" + what + "?details=true");
            api.done("DELETE", at + "/" + what + "/" + name, Map.of());
            api.refused(404, "DELETE", at + "/" + what + "/" + name, Map.of());
        }
        api.refused(404, "GET", "/instances/mqtt-nowhere/groups", Map.of());
    }

    private void open(String at) throws IOException {
        String hash = "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
        api.post(at + "/users", Map.of("name", "lamp", "hash", hash));
        api.refused(409, "POST", at + "/groups", Map.of("name", "GID_lamps"));
        api.get(at + "/users");
        api.done("DELETE", at + "/users/lamp", Map.of());
    }

    private void keys(String at) throws IOException {
        String key = api.post(at + "/keys", Map.of("named", "read-only")).text("accessKey");
        api.post(at + "/keys", Map.of("accessKey", "LTAI-of-clients", "secretKey", "a-secret-of-clients"));
        api.get(at + "/keys");
        Map<String, ?> right = Map.of(
                "effect",
                "ALLOW",
                "actions",
                List.of("mq:PUB"),
                "instances",
                List.of(),
                "topics",
                List.of("lamps"),
                "groups",
                List.of());
        api.post("/keys/" + key + "/rights", Map.of("rights", List.of(right)));
        api.get("/keys/" + key);
        api.post("/keys/" + key + "/rights", Map.of("named", "full"));
        api.post("/keys/" + key + "/disable", Map.of());
        api.post("/keys/" + key + "/enable", Map.of());
        api.post("/keys/" + key + "/temporary", Map.of("seconds", 900));
        tokens(at, key);
        api.done("DELETE", at + "/keys/" + key, Map.of());
        api.done("DELETE", "/keys/LTAI-of-clients", Map.of());
        api.refused(404, "GET", "/keys/LTAI-of-clients", Map.of());
    }

    private void tokens(String at, String key) throws IOException {
        JsonFields issued = api.post(
                at + "/tokens",
                Map.of("accessKey", key, "resources", List.of("lamps/#"), "actions", "R", "expireSeconds", 600));
        Map<String, ?> token = Map.of("token", issued.text("token"));
        api.post(at + "/tokens/query", token);
        api.post(at + "/tokens/revoke", token);
        api.refused(400, "POST", at + "/tokens/revoke", Map.of("token", "none"));
    }
}
