package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.AdminKey;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import io.hongyan.server.tls.SelfSigned;
import io.hongyan.transport.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what an operator and a device find, from the first start to the stop, over real sockets.
class ServerTest {
    @TempDir
    private Path parent;

    private final HttpClient http = HttpClient.newHttpClient();
    private Path data;
    private Server server;
    private Credentials credentials;

    @BeforeEach
    void start() throws IOException {
        data = parent.resolve("data");
        server = Server.start(config());
        credentials = Credentials.read(data).orElseThrow();
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    private ServerConfig config(String... settings) {
        List<String> all = new ArrayList<>(List.of("data=" + data, "bind=127.0.0.1", "broker.shards=2"));
        for (String listener : List.of("tcp", "tls", "ws", "wss", "amqp", "amqps")) {
            all.add("listeners." + listener + ".port=auto");
        }
        all.addAll(List.of("metrics.port=auto", "admin.port=auto"));
        all.addAll(List.of(settings));
        return new ConfigSource(null, Map.of(), all).read(new ArrayList<>());
    }

    @Test
    void a_device_connects_by_signature_and_messages_flow() throws IOException {
        try (RawClient receiver = new RawClient(server.ports().get("tcp"));
                RawClient sender = new RawClient(server.ports().get("tcp"))) {
            assertThat(receiver.connectReason(Login.of(credentials, "a"))).isZero();
            assertThat(receiver.subscribeReason(credentials.topic() + "/#")).isEqualTo(1);
            assertThat(sender.connectReason(Login.of(credentials, "b"))).isZero();
            assertThat(sender.publishReason(credentials.topic() + "/hello", "鸿雁"))
                    .isZero();
            byte[] body = receiver.expect(Received.PUBLISH).body();
            assertThat(new String(body, StandardCharsets.UTF_8))
                    .contains(credentials.topic() + "/hello")
                    .endsWith("鸿雁");
        }
    }

    @Test
    void nobody_gets_in_with_a_wrong_password_or_without_one() throws IOException {
        Credentials wrong = new Credentials(
                credentials.instance(), credentials.accessKey(), "wrong", credentials.group(), credentials.topic());
        try (RawClient client = new RawClient(server.ports().get("tcp"))) {
            assertThat(client.connectReason(Login.of(wrong, "a")))
                    .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD.code());
        }
        try (RawClient client = new RawClient(server.ports().get("tcp"))) {
            assertThat(client.connectReason(Login.nameless("any"))).isEqualTo(ReasonCode.NOT_AUTHORIZED.code());
        }
        assertThat(get("metrics", "/metrics"))
                .contains("hongyan_connect_refused_total{reason=\"bad_user_name_or_password\"} 1.0")
                .contains("hongyan_connect_refused_total{reason=\"not_authorized\"} 1.0");
    }

    @Test
    void the_welcome_is_shown_once_and_has_what_is_needed() throws IOException {
        assertThat(server.firstStartMessage(true, List.of()).orElseThrow())
                .contains(credentials.instance(), credentials.accessKey(), credentials.secretKey())
                .contains("./hongyan sub --data " + data + " -t ")
                .doesNotContain("--sk", "-P ");
        assertThat(server.firstStartMessage(false, List.of()).orElseThrow())
                .contains(Credentials.file(data).toString())
                .doesNotContain(credentials.secretKey());
        server.close();
        server = Server.start(config());
        assertThat(server.firstStartMessage(true, List.of())).isEmpty();
        assertThat(Credentials.read(data)).contains(credentials);
        try (RawClient client = new RawClient(server.ports().get("tcp"))) {
            assertThat(client.connectReason(Login.of(credentials, "a"))).isZero();
        }
    }

    @Test
    void the_runtime_file_names_the_ports_and_goes_with_the_server() {
        assertThat(RuntimeFile.read(data).orElseThrow().ports())
                .isEqualTo(server.ports())
                .containsOnlyKeys("tcp", "tls", "ws", "wss", "amqp", "amqps", "metrics", "admin");
        assertThat(server.addresses())
                .contains("listening on ws://127.0.0.1:" + server.ports().get("ws") + "/mqtt (ws)")
                .hasSize(8);
        server.close();
        assertThat(data.resolve("runtime.json")).doesNotExist();
    }

    @Test
    void a_second_server_is_refused_the_same_folder() {
        assertThatThrownBy(() -> Server.start(config()))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("is in use");
    }

    @Test
    void a_port_in_use_is_named_and_leaves_the_folder_free() throws IOException {
        server.close();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServerConfig config = config("listeners.tcp.port=" + taken.getLocalPort());
            assertThatThrownBy(() -> Server.start(config))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining(":" + taken.getLocalPort());
            ServerConfig metrics = config("metrics.port=" + taken.getLocalPort());
            assertThatThrownBy(() -> Server.start(metrics))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort() + " for metrics");
        }
        server = Server.start(config());
    }

    @Test
    void damaged_metadata_stops_the_start() throws IOException {
        server.close();
        Files.writeString(data.resolve("metadata.json"), "{");
        assertThatThrownBy(() -> Server.start(config()))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void a_stop_says_goodbye_with_its_reason() throws IOException {
        try (RawClient client = new RawClient(server.ports().get("tcp"))) {
            assertThat(client.connectReason(Login.of(credentials, "a"))).isZero();
            server.close();
            assertThat(client.expect(Received.DISCONNECT).reason()).isEqualTo(ReasonCode.SERVER_SHUTTING_DOWN.code());
            client.expectClosed();
        }
    }

    @Test
    void anonymous_clients_get_in_only_where_that_was_asked_for() throws IOException {
        server.close();
        server = Server.start(config("auth.allowAnonymous=true"));
        try (RawClient client = new RawClient(server.ports().get("tcp"))) {
            assertThat(client.connectReason(Login.nameless(credentials.group() + "@@@x")))
                    .isZero();
            assertThat(client.publishReason(credentials.topic() + "/x", "y"))
                    .isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS.code());
        }
    }

    @Test
    void limits_of_the_configuration_hold_after_a_restart() throws IOException {
        server.close();
        server = Server.start(config("cloud.filtersPerClient=1"));
        try (RawClient client = new RawClient(server.ports().get("tcp"))) {
            assertThat(client.connectReason(Login.of(credentials, "a"))).isZero();
            assertThat(client.subscribeReason(credentials.topic() + "/one")).isEqualTo(1);
            assertThat(client.subscribeReason(credentials.topic() + "/two"))
                    .isEqualTo(ReasonCode.QUOTA_EXCEEDED.code());
        }
    }

    @Test
    void metrics_and_health_answer() throws IOException {
        assertThat(get("metrics", "/health")).contains("\"status\" : \"ok\"", "\"shardsAlive\" : 2");
        assertThat(get("metrics", "/metrics"))
                .contains("hongyan_connections 0.0", "hongyan_messages_received_total{qos=\"1\"} 0.0")
                .contains("hongyan_shards 2.0", "jvm_memory_used_bytes");
        assertThat(get("metrics", "/other")).contains("not-found");
    }

    @Test
    void administration_needs_the_key_and_reaches_the_broker() throws IOException {
        assertThat(send("GET", "/status", "", "wrong").statusCode()).isEqualTo(401);
        String instance = "/instances/" + credentials.instance();
        assertThat(admin("GET", "/status", "").object("ports").number("tcp"))
                .isEqualTo(server.ports().get("tcp").longValue());
        admin("POST", instance + "/groups", "{\"name\":\"GID_more\"}");
        assertThat(admin("GET", instance + "/groups", "").texts("groups")).contains("GID_more");
        admin("POST", instance + "/topics", "{\"name\":\"More\"}");
        assertThat(admin("GET", instance + "/topics", "").texts("topics")).contains("More");

        JsonFields key = admin("POST", instance + "/keys", "");
        Credentials other = new Credentials(
                credentials.instance(), key.text("accessKey"), key.text("secretKey"), "GID_more", "More");
        try (RawClient client = new RawClient(server.ports().get("tcp"))) {
            assertThat(client.connectReason(Login.of(other, "a"))).isZero();
            assertThat(client.subscribeReason("More/#")).isEqualTo(1);
            assertThat(admin("GET", instance + "/clients", "")
                            .objects("clients")
                            .getFirst()
                            .text("clientId"))
                    .isEqualTo("GID_more@@@a");
            String id = URLEncoder.encode("GID_more@@@a", StandardCharsets.UTF_8);
            admin("DELETE", instance + "/clients/" + id, "");
            assertThat(client.expect(Received.DISCONNECT).reason()).isEqualTo(ReasonCode.ADMINISTRATIVE_ACTION.code());
            assertThat(send("DELETE", instance + "/clients/" + id, "", key()).statusCode())
                    .isEqualTo(404);
        }
        admin("DELETE", instance + "/keys/" + key.text("accessKey"), "");
        try (RawClient client = new RawClient(server.ports().get("tcp"))) {
            assertThat(client.connectReason(Login.of(other, "a")))
                    .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD.code());
        }
        assertThat(send("POST", instance + "/groups", "{\"name\":\"GID_more\"}", key())
                        .statusCode())
                .isEqualTo(409);
        assertThat(send("POST", instance + "/groups", "{\"name\":\"bad\"}", key())
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("GET", "/instances/none/groups", "", key()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_token_is_issued_used_and_called_back() throws IOException {
        String tokens = "/instances/" + credentials.instance() + "/tokens";
        String token = admin("POST", tokens, """
                        {"accessKey": "%s", "resources": ["%s/#"], "actions": "R,W", "expireSeconds": 600}
                        """.formatted(credentials.accessKey(), credentials.topic()))
                .text("token");
        String body = "{\"token\":\"" + token + "\"}";
        assertThat(admin("POST", tokens + "/query", body).truth("valid", false)).isTrue();
        try (RawClient client = new RawClient(server.ports().get("tcp"))) {
            String user = "Token|" + credentials.accessKey() + "|" + credentials.instance();
            assertThat(client.connectReason(Login.of(credentials.group() + "@@@t", user, "RW|" + token)))
                    .isZero();
            admin("POST", tokens + "/revoke", body);
            Received notice = client.expect(Received.PUBLISH);
            assertThat(new String(notice.body(), StandardCharsets.UTF_8)).contains("$SYS/tokenInvalidNotice");
        }
        assertThat(admin("POST", tokens + "/query", body).truth("valid", true)).isFalse();
    }

    @Test
    void a_deleted_instance_loses_its_clients() throws IOException {
        try (RawClient client = new RawClient(server.ports().get("tcp"))) {
            assertThat(client.connectReason(Login.of(credentials, "a"))).isZero();
            admin("DELETE", "/instances/" + credentials.instance(), "");
            assertThat(client.expect(Received.DISCONNECT).reason()).isGreaterThanOrEqualTo(0x80);
        }
        server.close();
        server = Server.start(config());
        assertThat(server.firstStartMessage(true, List.of()))
                .as("a new instance takes its place")
                .isPresent();
    }

    @Test
    void a_deletion_that_was_interrupted_is_finished_by_the_next_start_and_frees_the_name() throws IOException {
        admin("POST", "/instances", "{\"id\":\"mine\",\"profile\":\"open\"}");
        JsonFields key = admin("POST", "/instances/mine/keys", "");
        admin("DELETE", "/instances/mine", "");
        assertThat(send("DELETE", "/instances/mine", "", key()).statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/keys/" + key.text("accessKey"), "", key()).statusCode())
                .as("its key went with it")
                .isEqualTo(404);
        server.close();
        Path file = data.resolve("metadata.json");
        String left =
                Files.readString(file).replace("\"deletedInstances\" : [ ]", "\"deletedInstances\" : [ \"mine\" ]");
        assertThat(left).contains("[ \"mine\" ]");
        Files.writeString(file, left);
        server = Server.start(config());
        await().until(() -> !Files.readString(file).contains("\"mine\""));
        admin("POST", "/instances", "{\"id\":\"mine\",\"profile\":\"open\"}");
    }

    @Test
    void a_key_and_a_token_of_another_instance_are_none_of_this_ones_business() throws IOException {
        admin("POST", "/instances", "{\"id\":\"other\",\"profile\":\"cloud\"}");
        String mine = "/instances/" + credentials.instance();
        String key = admin("POST", mine + "/keys", "").text("accessKey");
        assertThat(send("DELETE", "/instances/other/keys/" + key, "", key()).statusCode())
                .isEqualTo(404);
        assertThat(send("DELETE", mine + "/keys/" + credentials.accessKey(), "", key())
                        .statusCode())
                .as("it opens all instances")
                .isEqualTo(409);
        admin("DELETE", mine + "/keys/" + key, "");
        String token = admin("POST", mine + "/tokens", """
                        {"accessKey": "%s", "resources": ["%s/#"], "actions": "R,W", "expireSeconds": 600}
                        """.formatted(credentials.accessKey(), credentials.topic()))
                .text("token");
        String body = "{\"token\":\"" + token + "\"}";
        assertThat(send("POST", "/instances/other/tokens/revoke", body, key()).statusCode())
                .isEqualTo(400);
        assertThat(admin("POST", mine + "/tokens/query", body).truth("valid", false))
                .isTrue();
        admin("DELETE", "/keys/" + credentials.accessKey(), "");
    }

    @Test
    void a_new_certificate_is_used_without_a_restart() throws Exception {
        X509Certificate before = presented(server.ports().get("tls"));
        assertThat(presented(server.ports().get("wss"))).isEqualTo(before);
        Files.delete(SelfSigned.certificate(data));
        SelfSigned.makeIfMissing(data, new SecureRandom(), Instant.now());
        assertThat(admin("POST", "/reload-tls", "").values())
                .isEqualTo(Map.of("reloaded", List.of("certificate of tls, wss, amqps")));
        assertThat(presented(server.ports().get("tls"))).isNotEqualTo(before);
        X509Certificate after = presented(server.ports().get("wss"));
        Files.writeString(SelfSigned.certificate(data), "damaged");
        HttpResponse<String> refused = send("POST", "/reload-tls", "", key());
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Json.object(refused.body()).text("message"))
                .contains(
                        "certificate of tls, wss, amqps stays as it was",
                        SelfSigned.certificate(data).toString());
        assertThat(presented(server.ports().get("tls"))).isEqualTo(after);
    }

    private static X509Certificate presented(int port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private String get(String endpoint, String path) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + server.ports().get(endpoint) + path);
        return send(HttpRequest.newBuilder(uri).build()).body();
    }

    private JsonFields admin(String method, String path, String body) throws IOException {
        HttpResponse<String> response = send(method, path, body, key());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.object(response.body());
    }

    private String key() {
        return AdminKey.readOrMake(data, new SecureRandom());
    }

    private HttpResponse<String> send(String method, String path, String body, String key) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + server.ports().get("admin") + path);
        return send(HttpRequest.newBuilder(uri)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + key)
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
