package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.auth.Signature;
import io.hongyan.broker.SystemClock;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The older token API called with `multipart/form-data`, as the sample of the cloud service for Node.js does.
class OldApiFormTest {
    private static final String BOUNDARY = "--------------------------735323031399963166993862";

    @TempDir
    private Path folder;

    private Server server;

    @BeforeEach
    void start() throws IOException {
        List<String> settings = new ArrayList<>(List.of("data=" + folder.resolve("data"), "bind=127.0.0.1"));
        for (String listener : List.of(
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "metrics",
                "admin")) {
            settings.add(listener + ".port=0");
        }
        settings.addAll(List.of("listeners.tcp.port=auto", "api.port=auto", "api.bind=127.0.0.1"));
        server = Server.start(new ConfigSource(null, Map.of(), settings).read(new ArrayList<>()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String part(String name, String value) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private JsonFields post(String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.ports().get("api") + "/token/apply"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var response = http.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return Json.object(response.body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void a_form_in_parts_applies_for_a_token() throws IOException {
        Credentials credentials = Credentials.read(folder.resolve("data")).orElseThrow();
        String end = Long.toString(new SystemClock().wallMillis() + 3_600_000);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("actions", "R,W");
        fields.put("resources", credentials.topic() + "/#");
        fields.put("accessKey", credentials.accessKey());
        fields.put("expireTime", end);
        fields.put("proxyType", "MQTT");
        fields.put("serviceName", "mq");
        fields.put("instanceId", credentials.instance());
        fields.put(
                "signature",
                Signature.of(
                        credentials.secretKey(),
                        "actions=R,W&expireTime=" + end + "&instanceId=" + credentials.instance() + "&resources="
                                + credentials.topic() + "/#&serviceName=mq"));
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append(part(name, value)));
        JsonFields answer = post(body + "--" + BOUNDARY + "--\r\n");
        assertThat(answer.text("tokenData")).isNotEmpty();
    }

    @Test
    void hostile_forms_are_refused_as_bad_parameters() throws IOException {
        String end = "--" + BOUNDARY + "--\r\n";
        for (String body : List.of(
                part("actions", "R"),
                part("a", "").repeat(1_001) + end,
                part("a\"; filename=\"x", "1") + end,
                part("token", "1").repeat(2) + end)) {
            assertThat(post(body).number("code")).isEqualTo(400);
        }
    }
}
