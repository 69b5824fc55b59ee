package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.Stream;

/// All that is about the service as a whole.
record ServiceAsked(DescribedApi api) {
    void ask() throws Exception {
        api.get("/status");
        api.get("/overview");
        api.get("/configuration");
        api.get("/log-levels");
        api.get("/history?last=30m&step=1m&measures=connections,sessions");
        api.refused(400, "GET", "/history?from=2026-11-30T08:00:00Z&to=2026-11-30T07:00:00Z", Map.of());
        api.post(
                "/log-levels",
                Map.of(
                        "logger",
                        api.get("/log-levels").objects("levels").getFirst().text("logger"),
                        "level",
                        "configured"));
        api.post("/reload", Map.of());
        api.post("/reload-tls", Map.of());
        api.post(
                "/backup",
                Map.of("folder", api.server().data().resolveSibling("copy").toString()));
        api.refused(422, "POST", "/backup", Map.of("folder", api.server().data().toString()));
        assertThat(api.get("/audit?limit=2&what=backup").objects("records")).hasSize(2);
        api.get("/audit?before=" + api.get("/audit?limit=1").text("before"));
        live();
    }

    private void live() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + api.server().port("admin") + "/live"))
                .header("Authorization", "Bearer " + api.server().key())
                .build();
        HttpResponse<Stream<String>> response = api.server().http().send(request, BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            String event =
                    lines.filter(line -> line.startsWith("data: ")).findFirst().orElseThrow();
            api.checkEvent("GET", "/live", event.substring(6));
        }
    }
}
