package io.hongyan.cli.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hongyan.cli.HongyanRun;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.RuntimeFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminCommandTest {
    private final RecordedTerminal terminal = new RecordedTerminal();
    private final List<String> requests = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();

    @TempDir
    private Path data;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Files.writeString(data.resolve("admin.key"), "the-key\n");
        Files.writeString(
                data.resolve("runtime.json"),
                "{\"pid\":1,\"ports\":{\"admin\":" + server.getAddress().getPort() + "}}");
        new Credentials("mqtt-first", "AK1", "s", "GID_default", "TopicDefault").write(data);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(body.isEmpty() ? request : request + " " + body);
        boolean known = "Bearer the-key".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        int status = known ? 200 : 401;
        String text = known ? answers.getOrDefault(request, "{}") : error("unauthorized", "wrong key");
        if (text.startsWith("409")) {
            status = 409;
            text = text.substring(3);
        }
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String error(String code, String message) {
        return "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}";
    }

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--data");
        all.add(data.toString());
        return HongyanRun.execute(terminal.terminal(), all.toArray(String[]::new));
    }

    @Test
    void a_service_that_is_starting_is_not_looked_for_at_the_default_port() throws IOException {
        RuntimeFile.begin(data);

        assertThat(run("admin", "key", "list")).isEqualTo(Exit.USAGE);

        assertThat(terminal.err())
                .contains("(process " + ProcessHandle.current().pid() + ") is starting", "ports are not known yet");
        assertThat(requests).isEmpty();
    }

    @Test
    void a_list_is_a_table() {
        answers.put(
                "GET /instances/mqtt-first/keys",
                "{\"keys\":[{\"accessKey\":\"AK1\",\"created\":\"today\"},"
                        + "{\"accessKey\":\"LONGER2\",\"created\":\"x\"}]}");

        assertThat(run("admin", "key", "list")).isZero();

        assertThat(terminal.out()).isEqualTo("""
                ACCESS KEY  CREATED
                AK1         today
                LONGER2     x
                """);
    }

    @Test
    void a_list_of_names_is_a_table_too_and_json_is_as_it_came() {
        answers.put("GET /instances/mqtt-first/groups", "{\"groups\":[\"GID_a\"]}");

        assertThat(run("admin", "group", "list")).isZero();
        assertThat(run("admin", "group", "list", "--json")).isZero();

        assertThat(terminal.out()).isEqualTo("NAME\nGID_a\n{\"groups\":[\"GID_a\"]}\n");
    }

    @Test
    void a_key_is_shown_with_a_line_for_each_of_its_rights() {
        answers.put(
                "GET /keys/AK1",
                "{\"accessKey\":\"AK1\",\"enabled\":true,\"instances\":[],\"rights\":["
                        + "{\"effect\":\"ALLOW\",\"actions\":[\"mq:PUB\",\"mq:SUB\"],\"topics\":[]},"
                        + "{\"effect\":\"DENY\",\"actions\":[\"mq:PUB\"],\"topics\":[\"meters\"]}]}");
        answers.put("GET /keys/AK2", "{\"accessKey\":\"AK2\",\"instances\":[\"mqtt-1\"],\"rights\":[]}");

        assertThat(run("admin", "key", "show", "AK1")).isZero();
        assertThat(run("admin", "key", "show", "AK2")).isZero();

        assertThat(terminal.out()).isEqualTo("""
                accessKey: AK1
                enabled:   true
                instances: all
                rights:    EFFECT  ACTIONS         TOPICS
                           ALLOW   mq:PUB, mq:SUB
                           DENY    mq:PUB          meters
                accessKey: AK2
                instances: mqtt-1
                rights:    full
                """);
    }

    @Test
    void in_a_list_of_keys_one_for_all_instances_says_so_and_json_is_as_it_came() {
        String keys = "{\"keys\":[{\"accessKey\":\"AK1\",\"instances\":[]}]}";
        answers.put("GET /instances/mqtt-first/keys", keys);

        assertThat(run("admin", "key", "list")).isZero();
        assertThat(run("admin", "key", "list", "--json")).isZero();

        assertThat(terminal.out()).isEqualTo("ACCESS KEY  INSTANCES\nAK1         all\n" + keys + "\n");
    }

    @Test
    void the_registration_code_is_printed_bare_for_scripts() {
        answers.put("POST /instances/mqtt-first/ca-code", "{\"code\":\"0077ab\"}");

        assertThat(run("admin", "ca", "code")).isZero();
        assertThat(run("admin", "ca", "code", "--json")).isZero();

        assertThat(terminal.out()).isEqualTo("0077ab\n{\"code\":\"0077ab\"}\n");
    }

    @Test
    void an_empty_list_says_so() {
        assertThat(run("admin", "topic", "list", "--instance", "other")).isZero();

        assertThat(requests).containsExactly("GET /instances/other/topics");
        assertThat(terminal.out()).isEqualTo("(none)\n");
    }

    @Test
    void things_are_created_and_deleted_by_name() {
        answers.put("POST /instances/mqtt-first/keys", "{\"accessKey\":\"AK2\",\"secretKey\":\"SK2\"}");

        assertThat(run("admin", "instance", "create", "mqtt-2")).isZero();
        assertThat(run("admin", "instance", "delete", "mqtt-2")).isZero();
        assertThat(run("admin", "key", "create")).isZero();
        assertThat(run("admin", "key", "delete", "AK2")).isZero();
        assertThat(run("admin", "key", "delete", "--everywhere", "AK1")).isZero();
        assertThat(run("admin", "group", "create", "GID_b")).isZero();
        assertThat(run("admin", "topic", "delete", "lines")).isZero();
        assertThat(run("admin", "client", "disconnect", "GID_b@@@1 2")).isZero();

        assertThat(requests)
                .containsExactly(
                        "POST /instances {\"id\":\"mqtt-2\"}",
                        "DELETE /instances/mqtt-2",
                        "POST /instances/mqtt-first/keys {}",
                        "DELETE /instances/mqtt-first/keys/AK2",
                        "DELETE /keys/AK1",
                        "POST /instances/mqtt-first/groups {\"name\":\"GID_b\"}",
                        "DELETE /instances/mqtt-first/topics/lines",
                        "DELETE /instances/mqtt-first/clients/GID_b%40%40%401%202");
        assertThat(terminal.out()).contains("accessKey: AK2\nsecretKey: SK2\n").contains("deleted lines\n");
    }

    @Test
    void connections_of_amqp_are_listed_and_closed_and_nothing_in_a_name_reaches_the_terminal() {
        answers.put(
                "GET /instances/mqtt-first/amqp-connections",
                "{\"connections\":[{\"id\":7,\"account\":\"sh\\u001b[2Jop\",\"kind\":\"custom-user\","
                        + "\"queues\":[\"lines\",\"lines@audit\"]}]}");

        assertThat(run("admin", "amqp", "list", "--after", "6", "--limit", "10"))
                .isZero();
        assertThat(run("admin", "amqp", "close", "7")).isZero();
        assertThat(run("admin", "amqp", "close", "seven")).isEqualTo(Exit.USAGE);

        assertThat(requests)
                .containsExactly(
                        "GET /instances/mqtt-first/amqp-connections",
                        "DELETE /instances/mqtt-first/amqp-connections/7");
        assertThat(terminal.out())
                .startsWith("ID  ACCOUNT ")
                .contains("KIND", "QUEUES", "[2Jop", "custom-user", "lines, lines@audit")
                .doesNotContain("\u001b")
                .endsWith("closed connection 7\n");
    }

    @Test
    void whoever_deletes_a_topic_is_told_which_queues_stay() {
        String answer = "{\"queues\":[\"lines\",\"lines@audit\"]}";
        answers.put("DELETE /instances/mqtt-first/topics/lines", answer);

        assertThat(run("admin", "topic", "delete", "lines")).isZero();
        assertThat(run("admin", "topic", "delete", "lines", "--json")).isZero();

        assertThat(terminal.out())
                .startsWith("deleted lines\nQueues of it stay with their messages until '")
                .contains("hongyan admin queue delete QUEUE --instance mqtt-first --data ")
                .endsWith("' deletes them: lines, lines@audit\n" + answer + "\n");
    }

    @Test
    void a_user_is_created_with_a_hash_of_the_password() {
        terminal.input("from a line\nnot this\n".getBytes(UTF_8));
        assertThat(run("admin", "user", "create", "alice", "--password", "from an option"))
                .isZero();
        assertThat(run("admin", "user", "create", "bob")).isZero();
        assertThat(run("admin", "user", "delete", "alice")).isZero();
        assertThat(run("admin", "user", "list")).isZero();

        assertThat(requests).hasSize(4).noneMatch(request -> request.contains("from "));
        assertThat(requests.getFirst())
                .startsWith("POST /instances/mqtt-first/users {")
                .contains("\"name\":\"alice\"", "\"hash\":\"$2a$10$", "\"scram\":\"SCRAM-SHA-256$4096:");
        assertThat(requests.get(2)).isEqualTo("DELETE /instances/mqtt-first/users/alice");
        assertThat(terminal.out()).isEqualTo("created alice\ncreated bob\ndeleted alice\n(none)\n");
    }

    @Test
    void a_password_that_cannot_be_hashed_is_refused() {
        assertThat(run("admin", "user", "create", "alice", "--password", "x".repeat(73)))
                .isEqualTo(Exit.USAGE);
        assertThat(run("admin", "user", "create", "alice")).isEqualTo(Exit.USAGE);

        assertThat(terminal.err()).contains("1 to 72 bytes, not 73", "there is no password");
        assertThat(requests).isEmpty();
    }

    @Test
    void a_token_is_applied_for_queried_and_revoked() {
        answers.put("POST /instances/mqtt-first/tokens", "{\"token\":\"TT\",\"expireTime\":1}");
        answers.put("POST /instances/mqtt-first/tokens/query", "{\"valid\":true}");

        assertThat(run("token", "apply", "--resources", "a/#,b", "--actions", "R", "--expire-seconds", "60"))
                .isZero();
        assertThat(run("token", "query", "TT")).isZero();
        assertThat(run("token", "revoke", "TT")).isZero();

        assertThat(requests.getFirst())
                .startsWith("POST /instances/mqtt-first/tokens {")
                .contains("\"accessKey\":\"AK1\"", "\"resources\":[\"a/#\",\"b\"]", "\"actions\":\"R\"", ":60");
        assertThat(terminal.out()).isEqualTo("""
                token:      TT
                expireTime: 1
                username:   Token|AK1|mqtt-first
                password:   R|TT
                valid: true
                revoked
                """);
    }

    @Test
    void a_refusal_of_the_service_is_shown() {
        answers.put("POST /instances", "409" + error("conflict", "mqtt-2 exists already"));

        assertThat(run("admin", "instance", "create", "mqtt-2")).isEqualTo(Exit.REJECTED);

        assertThat(terminal.err()).isEqualTo("Error: mqtt-2 exists already\n");
    }

    @Test
    void a_wrong_key_is_refused_with_advice() {
        assertThat(run("admin", "status", "--admin-key", "wrong")).isEqualTo(Exit.REJECTED);

        assertThat(terminal.err()).contains("wrong key; check --data or --admin-key");
    }

    @Test
    void a_service_that_does_not_run_is_told() {
        server.stop(0);

        assertThat(run("admin", "status")).isEqualTo(Exit.UNREACHABLE);

        assertThat(terminal.err()).contains("hongyan serve");
    }

    @Test
    void a_folder_without_a_key_is_named(@TempDir Path empty) {
        int code = HongyanRun.execute(terminal.terminal(), "admin", "status", "--data", empty.toString());

        assertThat(code).isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains(empty.resolve("admin.key").toString(), "--admin-key");
    }

    @Test
    void without_a_running_service_nobody_else_is_asked() throws IOException {
        Files.delete(data.resolve("runtime.json"));
        assertThat(run("admin", "status")).isEqualTo(Exit.UNREACHABLE);
        assertThat(terminal.err()).contains("no service runs on the data folder " + data);
        assertThat(requests).isEmpty();
    }

    @Test
    void a_service_elsewhere_takes_nothing_from_a_folder_that_nobody_named() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        assertThat(HongyanRun.execute(terminal.terminal(), "admin", "key", "list", "--admin-url", url))
                .isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains("--instance is missing: with --admin-url nothing is taken from ./data");
        assertThat(HongyanRun.execute(terminal.terminal(), "admin", "status", "--admin-url", url))
                .isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains("there is no admin key: with --admin-url, give --admin-key");
        RecordedTerminal keyed = new RecordedTerminal().variable("HONGYAN_ADMIN_KEY", "the-key");
        assertThat(HongyanRun.execute(
                        keyed.terminal(), "token", "apply", "--resources=a", "--instance=i", "--admin-url", url))
                .isEqualTo(Exit.USAGE);
        assertThat(keyed.err()).contains("--ak is missing: with --admin-url nothing is taken from ./data");
        assertThat(requests).isEmpty();

        assertThat(run("admin", "key", "list", "--admin-url", url)).isZero();
        assertThat(requests).containsExactly("GET /instances/mqtt-first/keys");
    }

    @Test
    void without_the_file_of_the_admin_key_the_ways_on_are_told() throws IOException {
        Files.delete(data.resolve("admin.key"));
        assertThat(run("admin", "status")).isEqualTo(Exit.USAGE);
        assertThat(terminal.err())
                .contains("cannot read the admin key in " + data.resolve("admin.key"))
                .contains("The next start of the service makes a new one", "--admin-key", "restart the service");
    }

    @Test
    void a_port_that_cannot_be_is_named() {
        assertThat(run("admin", "status", "--admin-url", "http://127.0.0.1:99999"))
                .isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains("--admin-url: the port 99999 is above 65535");
    }
}
