package io.hongyan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.hongyan.auth.Signature;
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
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an administrator sees which business systems are connected and can close one, and no queue stays unnoticed.
class AmqpConnectionsTest {
    private static final String VIEWER = "the-key-of-a-viewer";
    private static final String OPERATOR = "the-key-of-an-operator";
    private static final String SIGN_KEY = "1700000000000";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private Server server;
    private Credentials credentials;

    @BeforeEach
    void start() throws IOException {
        List<String> all = new ArrayList<>(List.of("data=" + data(), "bind=127.0.0.1", "broker.shards=2"));
        for (String off : List.of("tcp", "tls", "ws", "wss", "amqps")) {
            all.add("listeners." + off + ".port=0");
        }
        all.addAll(List.of(
                "listeners.amqp.port=auto",
                "metrics.port=0",
                "admin.port=auto",
                "admin.keys.grafana.key=" + VIEWER,
                "admin.keys.night-shift.key=" + OPERATOR,
                "admin.keys.night-shift.role=operator"));
        server = Server.start(new ConfigSource(null, Map.of(), all).read(new ArrayList<>()));
        credentials = Credentials.read(data()).orElseThrow();
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private String connections() {
        return "/instances/" + credentials.instance() + "/amqp-connections";
    }

    private HttpResponse<String> send(String key, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.ports().get("admin") + path))
                .header("Authorization", "Bearer " + key)
                .method(method, BodyPublishers.noBody())
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private List<JsonFields> list(String query) throws Exception {
        HttpResponse<String> answer = send(VIEWER, "GET", connections() + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.object(answer.body()).objects("connections");
    }

    private Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(server.ports().get("amqp"));
        factory.setVirtualHost("MQTT");
        String user = "0:" + credentials.instance() + ":" + credentials.accessKey();
        factory.setUsername(Base64.getEncoder().encodeToString(user.getBytes(UTF_8)));
        factory.setPassword(Signature.of(credentials.secretKey(), SIGN_KEY));
        factory.setAutomaticRecoveryEnabled(false);
        Map<String, Object> properties = new HashMap<>(factory.getClientProperties());
        properties.put("signKey", SIGN_KEY);
        factory.setClientProperties(properties);
        return factory.newConnection();
    }

    private void consume(Connection connection, String queue) throws IOException {
        connection.createChannel().basicConsume(queue, false, (_, _) -> {}, _ -> {});
    }

    @Test
    void a_viewer_sees_who_is_connected_and_what_it_consumes() throws Exception {
        assertThat(list("")).isEmpty();
        try (Connection connection = connect()) {
            consume(connection, "TopicDefault@audit");
            assertThat(list("")).singleElement().satisfies(one -> {
                assertThat(one.names())
                        .containsExactly(
                                "id",
                                "account",
                                "kind",
                                "address",
                                "listener",
                                "since",
                                "channels",
                                "consumers",
                                "queues",
                                "unacknowledged",
                                "published");
                assertThat(one.text("account")).isEqualTo(credentials.accessKey());
                assertThat(one.text("kind")).isEqualTo("access-key");
                assertThat(one.text("address")).startsWith("127.0.0.1:");
                assertThat(one.text("listener")).isEqualTo("amqp");
                assertThat(Instant.parse(one.text("since"))).isNotNull();
                assertThat(one.number("channels")).isEqualTo(1);
                assertThat(one.number("consumers")).isEqualTo(1);
                assertThat(one.texts("queues")).containsExactly("TopicDefault@audit");
            });
        }
        await().until(() -> list("").isEmpty());
    }

    @Test
    void a_list_goes_on_behind_the_last_id_and_what_is_no_number_is_refused() throws Exception {
        try (Connection first = connect();
                Connection second = connect()) {
            assertThat(first.isOpen() && second.isOpen()).isTrue();
            List<JsonFields> one = list("?limit=1");
            assertThat(one).hasSize(1);
            List<JsonFields> rest = list("?after=" + one.getFirst().number("id"));
            assertThat(rest).hasSize(1);
            assertThat(rest.getFirst().number("id"))
                    .isGreaterThan(one.getFirst().number("id"));
        }
        for (String wrong : List.of("?limit=0", "?limit=1001", "?after=x")) {
            assertThat(send(VIEWER, "GET", connections() + wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(send(VIEWER, "GET", "/instances/other/amqp-connections").statusCode())
                .isEqualTo(404);
    }

    @Test
    void an_operator_closes_a_connection_and_that_is_on_record() throws Exception {
        Connection connection = connect(); // its close would throw once the server has closed it
        String one = connections() + "/" + list("").getFirst().number("id");
        assertThat(send(VIEWER, "DELETE", one).statusCode()).isEqualTo(403);
        assertThat(connection.isOpen()).isTrue();
        HttpResponse<String> closed = send(OPERATOR, "DELETE", one);
        assertThat(closed.statusCode()).as(closed.body()).isEqualTo(200);
        await().until(() -> !connection.isOpen());
        assertThat(connection.getCloseReason().getMessage()).contains("320", "closed by an administrator");
        assertThat(send(OPERATOR, "DELETE", one).statusCode()).isEqualTo(404);
        assertThat(send(OPERATOR, "DELETE", connections() + "/x").statusCode()).isEqualTo(400);
        assertThat(Files.readAllLines(data().resolve("audit.log")))
                .anySatisfy(line -> assertThat(line).contains("night-shift", "DELETE " + one, "\"status\":200"));
    }

    @Test
    void a_deletion_of_a_parent_topic_or_group_names_the_queues_that_stay() throws Exception {
        String first = AdminKey.readOrMake(data(), new SecureRandom());
        try (Connection connection = connect()) {
            consume(connection, "TopicDefault");
            consume(connection, "TopicDefault@audit");
            connection
                    .createChannel()
                    .basicConsume(
                            "STATUS",
                            false,
                            "",
                            false,
                            false,
                            Map.of("GROUP_ID", "GID_default"),
                            (_, _) -> {},
                            _ -> {});
            String instance = "/instances/" + credentials.instance();
            assertThat(send(first, "DELETE", instance + "/topics/TopicDefault").body())
                    .isEqualToIgnoringWhitespace("{\"queues\":[\"TopicDefault\",\"TopicDefault@audit\"]}");
            assertThat(send(first, "DELETE", instance + "/groups/GID_default").body())
                    .isEqualToIgnoringWhitespace("{\"queues\":[\"STATUS:GID_default\"]}");
            assertThat(send(VIEWER, "GET", instance + "/queues/TopicDefault").statusCode())
                    .isEqualTo(200);
        }
    }
}
