package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.AdminKey;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: who may do what is a matter of roles, and who did what is on record.
class AuditTest {
    private static final String VIEWER = "the-key-of-a-viewer";
    private static final String OPERATOR = "the-key-of-an-operator";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private Server server;
    private String instance;
    private String first;

    @BeforeEach
    void start() throws IOException {
        List<String> all = new ArrayList<>(List.of("data=" + data(), "bind=127.0.0.1", "admin.port=auto"));
        for (String off : List.of(
                "listeners.tcp",
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "metrics")) {
            all.add(off + ".port=0");
        }
        all.addAll(List.of(
                "admin.keys.grafana.key=" + VIEWER,
                "admin.keys.night-shift.key=" + OPERATOR,
                "admin.keys.night-shift.role=operator"));
        server = Server.start(new ConfigSource(null, Map.of(), all).read(new ArrayList<>()));
        instance = "/instances/" + Credentials.read(data()).orElseThrow().instance();
        first = AdminKey.readOrMake(data(), new SecureRandom());
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private HttpResponse<String> send(String key, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.ports().get("admin") + path))
                .header("Authorization", "Bearer " + key)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private int status(String key, String method, String path, String body) throws Exception {
        return send(key, method, path, body).statusCode();
    }

    private List<JsonFields> records() throws IOException {
        Path file = data().resolve("audit.log");
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(Json::object).toList()
                : List.of();
    }

    @Test
    void a_role_allows_what_it_is_for_and_no_more() throws Exception {
        String client = instance + "/clients/GID_default@@@none";
        for (String key : List.of(VIEWER, OPERATOR, first)) {
            assertThat(status(key, "GET", "/status", "")).isEqualTo(200);
            assertThat(status(key, "GET", instance + "/keys", "")).isEqualTo(200);
        }
        assertThat(send(VIEWER, "DELETE", client, "").body())
                .contains("forbidden", "needs role operator", "grafana has role viewer");
        assertThat(status(VIEWER, "POST", "/reload", "")).isEqualTo(403);
        assertThat(status(OPERATOR, "POST", "/reload", "")).isEqualTo(200);
        assertThat(status(OPERATOR, "DELETE", client, "")).isEqualTo(404);
        for (String path : List.of("/instances", instance + "/keys", instance + "/users", instance + "/tokens")) {
            assertThat(status(VIEWER, "POST", path, "{}")).as(path).isEqualTo(403);
            assertThat(status(OPERATOR, "POST", path, "{}")).as(path).isEqualTo(403);
        }
        assertThat(status(first, "POST", instance + "/keys", "{}")).isEqualTo(200);
        assertThat(status("the-key-of-nobody", "GET", "/status", "")).isEqualTo(401);
    }

    @Test
    void each_change_is_on_record_with_who_where_what_and_the_result() throws Exception {
        assertThat(status(first, "GET", "/status", "")).isEqualTo(200);
        assertThat(records()).isEmpty();
        assertThat(status(first, "POST", instance + "/groups", "{\"name\":\"GID_new\"}"))
                .isEqualTo(200);
        assertThat(status(OPERATOR, "POST", instance + "/groups", "{\"name\":\"GID_not\"}"))
                .isEqualTo(403);
        assertThat(status(first, "POST", instance + "/groups", "{\"name\":\"GID_new\"}"))
                .isEqualTo(409);
        JsonFields made =
                Json.object(send(first, "POST", instance + "/keys", "{}").body());

        List<JsonFields> records = records();
        assertThat(records).hasSize(4);
        assertThat(records.getFirst().values())
                .containsEntry("who", "admin.key")
                .containsEntry("role", "administrator")
                .containsEntry("what", "POST " + instance + "/groups")
                .containsEntry("details", Map.of("name", "GID_new"))
                .containsEntry("status", 200L)
                .containsKey("at")
                .hasEntrySatisfying(
                        "address", from -> assertThat(from).asString().startsWith("127.0.0.1:"));
        assertThat(records.get(1).values()).containsEntry("who", "night-shift").containsEntry("status", 403L);
        assertThat(records.get(2).text("why")).contains("exists");
        assertThat(records.get(3).values()).containsEntry("details", Map.of("accessKey", made.text("accessKey")));
        assertThat(records.toString()).doesNotContain(made.text("secretKey"), first, OPERATOR);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data().resolve("audit.log"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_refused_login_is_on_record_whatever_it_was_for_and_a_flood_of_them_in_a_sum() throws Exception {
        assertThat(status("the-key-of-nobody", "GET", "/status", "")).isEqualTo(401);
        for (int i = 0; i < 50; i++) {
            assertThat(status("the-key-of-nobody", "POST", instance + "/groups", "{\"name\":\"GID_new\"}"))
                    .isEqualTo(401);
        }
        assertThat(records().getFirst().values())
                .containsEntry("who", "somebody")
                .containsEntry("what", "GET /status")
                .containsEntry("status", 401L)
                .containsEntry("why", "no key, or a wrong one");
        server.close();
        assertThat(records()).hasSizeLessThan(10);
        assertThat(records().stream()
                        .mapToLong(each -> each.values().containsKey("more") ? each.number("more") : 1)
                        .sum())
                .isEqualTo(51);
        documented();
    }

    @Test
    void a_flood_of_refused_requests_of_one_holder_is_a_sum_and_pushes_nobody_out() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(status(VIEWER, "DELETE", instance + "/groups/GID_" + i, ""))
                    .isEqualTo(403);
        }
        assertThat(status(first, "POST", instance + "/groups", "{\"name\":\"GID_new\"}"))
                .isEqualTo(200);
        server.close();
        assertThat(records()).hasSizeLessThan(40);
        assertThat(records().stream()
                        .filter(each -> each.text("who").equals("grafana"))
                        .mapToLong(each -> each.values().containsKey("more") ? each.number("more") : 1)
                        .sum())
                .isEqualTo(100);
        assertThat(records()).anyMatch(each -> each.values().get("status").equals(200L));
        documented();
    }

    /// Each field of a record is in the table of fields.
    private void documented() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("basedir"), "..", "docs", "operations.md"));
        String table = page.substring(page.indexOf("| field | what |"));
        for (JsonFields each : records()) {
            each.names().forEach(name -> assertThat(table).contains("`" + name + "`"));
        }
    }

    @Test
    void a_change_that_cannot_be_written_is_refused_with_the_cause_and_not_made() throws Exception {
        Path obstacle = Files.createDirectories(data().resolve("metadata.json.new/x"));
        HttpResponse<String> refused = send(first, "POST", instance + "/groups", "{\"name\":\"GID_new\"}");
        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(refused.body())
                .contains(
                        "not-saved",
                        "nothing is changed",
                        data().resolve("metadata.json").toString());
        assertThat(send(first, "GET", instance + "/groups", "").body()).doesNotContain("GID_new");
        assertThat(records().getLast().values()).containsEntry("status", 507L);
        documented();
        Files.delete(obstacle);
        Files.delete(obstacle.getParent());
        assertThat(status(first, "POST", instance + "/groups", "{\"name\":\"GID_new\"}"))
                .isEqualTo(200);
    }

    @Test
    void a_copy_that_cannot_be_written_is_refused_with_the_cause() throws Exception {
        HttpResponse<String> refused = send(first, "POST", "/backup", "{\"folder\":\"/proc/copy\"}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("unusable", "/proc/copy: no folder can be made there");
    }
}
