package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Alarms.
record AlarmsAsked(DescribedApi api) {
    void ask() throws IOException {
        JsonFields alarm = api.post("/alarms", Map.of("metric", "connections", "threshold", 0.5));
        expectDefaults(alarm);
        String id = alarm.text("id");
        api.get("/alarms");
        api.done("PATCH", "/alarms/" + id, Map.of("minutes", 1, "comparison", "below"));
        api.refused(404, "PATCH", "/alarms/nowhere", Map.of("minutes", 1));
        api.refused(409, "POST", "/alarms/receivers/test", Map.of());
        Map<String, ?> hook = Map.of("name", "pager", "url", "http://127.0.0.1:1/hook?token=secret");
        api.done("PUT", "/alarms/receivers", Map.of("webhooks", List.of(hook)));
        api.refused(409, "PUT", "/alarms/receivers", Map.of("mails", List.of(Map.of("to", "ops@example.com"))));
        assertThat(api.get("/alarms/receivers").objects("webhooks")).hasSize(1);
        assertThat(api.post("/alarms/receivers/test", Map.of()).objects("results"))
                .singleElement()
                .satisfies(result -> assertThat(result.text("why")).isNotEmpty());
        String instance = Credentials.read(api.server().data()).orElseThrow().instance();
        String watching = api.post(
                        "/alarms",
                        Map.of("metric", "topicSendTps", "instance", instance, "topic", "TopicDefault", "threshold", 9))
                .text("id");
        api.get("/alarms");
        api.refused(400, "PATCH", "/alarms/" + watching, Map.of("topic", ""));
        api.done("DELETE", "/alarms/" + watching, Map.of());
        api.get("/alarms/history?limit=3");
        api.done("DELETE", "/alarms/" + id, Map.of());
    }

    /// What is left out is what the description says.
    private void expectDefaults(JsonFields alarm) {
        JsonFields described = api.document()
                .object("paths")
                .object("/alarms")
                .object("post")
                .object("requestBody")
                .object("content")
                .object("application/json")
                .object("schema")
                .object("properties");
        for (String name : List.of("comparison", "minutes", "level", "enabled")) {
            assertThat(alarm.values().get(name))
                    .as(name)
                    .isEqualTo(described.object(name).values().get("default"));
        }
    }
}
