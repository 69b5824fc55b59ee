package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Rules, and connections to RocketMQ.
record RulesAsked(DescribedApi api) {
    void ask() throws IOException {
        api.post("/rocketmq", Map.of("name", "mq1", "addresses", List.of("127.0.0.1:1")));
        api.get("/rocketmq");
        api.get("/rocketmq/mq1");
        api.done("PATCH", "/rocketmq/mq1", Map.of("tls", false));
        api.post("/rocketmq/mq1/test", Map.of("topics", List.of("orders")));
        rules("/instances/mqtt-cloud");
        api.done("DELETE", "/rocketmq/mq1", Map.of());
    }

    private void rules(String at) throws IOException {
        api.post(at + "/topics", Map.of("name", "orders"));
        api.post(at + "/groups", Map.of("name", "GID_shops"));
        for (String kind : List.of("outbound", "inbound", "status")) {
            Map<String, ?> rule = Map.of(
                    "id",
                    kind,
                    "kind",
                    kind,
                    "connection",
                    "mq1",
                    "resource",
                    kind.equals("status") ? "GID_shops" : "orders",
                    "topic",
                    "of-" + kind);
            api.post(at + "/rules", rule);
            api.refused(409, "POST", at + "/rules", rule);
            expectDefaults(api.get(at + "/rules/" + kind));
        }
        api.get(at + "/rules");
        api.done("PATCH", at + "/rules/outbound", Map.of("maxBytes", "1MiB", "description", "orders leave"));
        assertThat(api.refused(400, "PATCH", at + "/rules/outbound", Map.of("id", "other")))
                .contains("never changes");
        api.post(at + "/rules/outbound/disable", Map.of());
        api.post(at + "/rules/outbound/enable", Map.of());
        api.refused(409, "DELETE", "/rocketmq/mq1", Map.of());
        for (String rule : List.of("outbound", "inbound", "status")) {
            api.done("DELETE", at + "/rules/" + rule, Map.of());
        }
        for (String rule :
                api.post(at + "/rules/v2-defaults", Map.of("connection", "mq1")).texts("created")) {
            api.done("DELETE", at + "/rules/" + rule, Map.of());
        }
    }

    /// What is left out is what the description says.
    private void expectDefaults(JsonFields rule) {
        JsonFields described = api.document()
                .object("paths")
                .object("/instances/{instance}/rules")
                .object("post")
                .object("requestBody")
                .object("content")
                .object("application/json")
                .object("schema")
                .object("properties");
        for (String name : described.names()) {
            if (rule.names().contains(name) && described.object(name).names().contains("default")) {
                assertThat(rule.values().get(name))
                        .as(name)
                        .isEqualTo(described.object(name).values().get("default"));
            }
        }
    }
}
