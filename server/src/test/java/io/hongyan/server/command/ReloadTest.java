package io.hongyan.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.data.AdminKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what can change while the service runs does on request, and what cannot is named.
class ReloadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Path file;

    private ServeProcess start(String yaml) throws IOException {
        file = Files.writeString(folder.resolve("hongyan.yaml"), yaml);
        return ServeProcess.start(folder, 1000, "--config", file.toString());
    }

    private HttpResponse<String> admin(ServeProcess server, String key, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.ports().get("admin") + path))
                .header("Authorization", "Bearer " + key)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        }
    }

    private HttpResponse<String> reload(ServeProcess server) throws IOException, InterruptedException {
        String key = AdminKey.readOrMake(folder.resolve("data"), new SecureRandom());
        return admin(server, key, "POST", "/reload", "");
    }

    @Test
    void limits_the_log_and_keys_of_the_administration_change_and_the_rest_is_named() throws Exception {
        try (ServeProcess server = start("log: {level: warn}\n")) {
            Files.writeString(file, """
                    log: {level: info, connects: true}
                    cloud: {groups: 1}
                    broker: {flood: {connectionsPerAddress: 1}}
                    admin: {keys: {night-shift: {key: 0123456789abcdef, role: operator}}}
                    """);
            HttpResponse<String> answer = reload(server);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("configuration (broker.flood.connectionsPerAddress, cloud.groups,"
                            + " admin.keys.night-shift, log.level, log.connects)");
            assertThat(admin(server, "0123456789abcdef", "GET", "/status", "").statusCode())
                    .isEqualTo(200);
            String key = AdminKey.readOrMake(folder.resolve("data"), new SecureRandom());
            String groups = "/instances/" + server.credentials().instance() + "/groups";
            assertThat(admin(server, key, "POST", groups, "{\"name\":\"GID_second\"}")
                            .body())
                    .contains("the limit is 1");
            try (RawClient _ = new RawClient(server.ports().get("tcp"));
                    RawClient second = new RawClient(server.ports().get("tcp"))) {
                second.expectClosed();
            }
            await().atMost(PATIENCE).until(() -> server.errors().contains(" INFO "));

            Files.writeString(
                    file, "broker: {shards: 7, flood: {connectsPerSecond: 1000}}\nlisteners: {more: {port: 0}}\n");
            HttpResponse<String> partly = reload(server);
            assertThat(partly.statusCode()).isEqualTo(422);
            assertThat(partly.body())
                    .contains("configuration (listeners.more, broker.shards) stays as it was: it needs a restart")
                    .contains("read again: configuration (broker.flood.connectsPerSecond,");
            assertThat(admin(server, "0123456789abcdef", "GET", "/status", "").statusCode())
                    .as("a key that was taken away")
                    .isEqualTo(401);

            Files.writeString(file, "broker: {shrds: 7}\nlog: {level: loud}\n");
            assertThat(reload(server).body())
                    .contains("configuration stays as it was: " + file + ":1: broker.shrds: unknown key")
                    .contains("; " + file + ":2: log.level: is error");
            await().atMost(PATIENCE).until(() -> server.errors().contains("POST /reload: refused (422): "));
            assertThat(server.errors()).doesNotContain("\\u000a");
        }
    }

    @Test
    void a_file_of_users_with_nothing_in_it_is_told_at_the_start_and_when_it_is_read_again() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), "");
        try (ServeProcess server = start("profile: open\nauth: {passwordFile: '" + users + "'}\n")) {
            String told = "auth.passwordFile: there are no users in " + users + "; clients that log in";
            assertThat(server.errors()).containsOnlyOnce(told);
            HttpResponse<String> answer = reload(server);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"warnings\"", told);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(server.errors().split(told, -1)).hasSize(3));
        }
    }

    @Test
    void rights_end_with_the_file_that_gave_them_and_that_is_told() throws Exception {
        Path rights = Files.writeString(folder.resolve("rights"), "user zed\ntopic readwrite only/#\n");
        try (ServeProcess server = start("profile: open\nauth: {allowAnonymous: true, aclFile: '" + rights + "'}\n")) {
            expectPublished(server, false);
        }
        try (ServeProcess server = start("profile: open\nauth: {allowAnonymous: true}\n")) {
            assertThat(server.errors()).contains("auth.aclFile names no file any more");
            expectPublished(server, true);
        }
        try (ServeProcess server = start("profile: open\nauth: {allowAnonymous: true}\n")) {
            assertThat(server.errors()).doesNotContain("auth.aclFile");
        }
    }

    private static void expectPublished(ServeProcess server, boolean allowed) throws IOException {
        try (RawClient client = new RawClient(server.ports().get("tcp"))) {
            client.connect(Connecting.as(Version.MQTT_5, "c"));
            client.expectAccepted();
            assertThat(client.publishReason("a", "x") < ReasonCode.UNSPECIFIED_ERROR.code())
                    .isEqualTo(allowed);
        }
    }

    @Test
    void an_instance_made_while_the_service_runs_has_the_limits_of_the_configuration() throws Exception {
        try (ServeProcess server = start("cloud: {groups: 1}\n")) {
            String key = AdminKey.readOrMake(folder.resolve("data"), new SecureRandom());
            expectMostGroups(server, key, "mqtt-before", 1);
            Files.writeString(file, "cloud: {groups: 2}\n");
            assertThat(reload(server).statusCode()).isEqualTo(200);
            expectMostGroups(server, key, "mqtt-after", 2);
        }
    }

    /// Makes an instance, and as many groups as it may have.
    private void expectMostGroups(ServeProcess server, String key, String instance, int most)
            throws IOException, InterruptedException {
        assertThat(admin(server, key, "POST", "/instances", "{\"id\":\"" + instance + "\"}")
                        .statusCode())
                .isEqualTo(200);
        String groups = "/instances/" + instance + "/groups";
        for (int i = 0; i < most; i++) {
            HttpResponse<String> made = admin(server, key, "POST", groups, "{\"name\":\"GID_" + i + "_more\"}");
            assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        }
        assertThat(admin(server, key, "POST", groups, "{\"name\":\"GID_beyond\"}")
                        .body())
                .contains("the limit is " + most);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_signal_does_the_same() throws Exception {
        try (ServeProcess server = start("")) {
            Files.writeString(file, "log: {level: debug}\nbroker: {shards: 7}\n");
            new ProcessBuilder("kill", "-HUP", Long.toString(server.process().pid()))
                    .start()
                    .waitFor();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.errors())
                            .contains("configuration (log.level) read again")
                            .contains("configuration (broker.shards) stays as it was: it needs a restart"));
        }
    }
}
