package io.hongyan.cli.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hongyan.cli.HongyanRun;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Goal: what is typed is what is asked for, a secret is not shown, and a mistake is named before anybody is asked.
final class RuleCommandTest {
    private final RecordedTerminal terminal = new RecordedTerminal();
    private final List<String> requests = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
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
        byte[] bytes = answers.getOrDefault(request, "{}").getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private int run(String command, String... args) {
        List<String> all = new ArrayList<>(List.of(("admin " + command).split(" ", -1)));
        all.addAll(List.of(args));
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        all.addAll(List.of("--admin-url", url, "--admin-key", "k"));
        return HongyanRun.execute(terminal.terminal(), all.toArray(String[]::new));
    }

    private int rule(String command, String... args) {
        return run("rule " + command + " --instance i", args);
    }

    @Test
    void a_rule_is_created_with_what_is_given_and_nothing_else() {
        assertThat(rule("create out-1 --kind outbound --resource lines --connection main --topic LINES"))
                .as(terminal.err())
                .isZero();
        assertThat(rule("create out-2 --disabled --kind outbound --resource a --connection main --topic T"
                        + " --acknowledge remote --outflow all --max-messages 7 --max-bytes 2GiB"))
                .isZero();
        assertThat(rule(
                        "create in-1 --kind inbound --resource lines --connection main --topic T --consumer-group g"
                                + " --filter sql92 --ordered --on-refused deadLetter",
                        "--expression",
                        "a > 1",
                        "--description",
                        "of the shop"))
                .isZero();
        assertThat(requests)
                .containsExactly(
                        "POST /instances/i/rules {\"id\":\"out-1\",\"kind\":\"outbound\",\"connection\":\"main\","
                                + "\"resource\":\"lines\",\"topic\":\"LINES\"}",
                        "POST /instances/i/rules {\"id\":\"out-2\",\"kind\":\"outbound\",\"connection\":\"main\","
                                + "\"resource\":\"a\",\"topic\":\"T\",\"acknowledge\":\"remote\",\"outflow\":\"all\","
                                + "\"maxMessages\":7,\"maxBytes\":\"2GiB\",\"enabled\":false}",
                        "POST /instances/i/rules {\"id\":\"in-1\",\"kind\":\"inbound\","
                                + "\"description\":\"of the shop\",\"connection\":\"main\",\"resource\":\"lines\","
                                + "\"topic\":\"T\",\"consumerGroup\":\"g\",\"filter\":\"sql92\","
                                + "\"expression\":\"a > 1\",\"ordered\":true,\"onRefused\":\"deadLetter\"}");
        assertThat(terminal.out()).isEqualTo("created out-1\ncreated out-2\ncreated in-1\n");
    }

    @Test
    void a_rule_is_edited_turned_and_deleted() {
        assertThat(rule("edit out-1 --topic T2 --ordered false")).isZero();
        assertThat(rule("disable out-1")).isZero();
        assertThat(rule("enable out-1")).isZero();
        assertThat(rule("delete out-1")).isZero();
        assertThat(requests)
                .containsExactly(
                        "PATCH /instances/i/rules/out-1 {\"topic\":\"T2\",\"ordered\":false}",
                        "POST /instances/i/rules/out-1/disable {}",
                        "POST /instances/i/rules/out-1/enable {}",
                        "DELETE /instances/i/rules/out-1");
        assertThat(terminal.out()).isEqualTo("edited out-1\ndisabled out-1\nenabled out-1\ndeleted out-1\n");
    }

    @Test
    void the_older_generation_s_rules_are_asked_for_at_once() {
        answers.put("POST /instances/i/rules/v2-defaults", "{\"created\":[\"out-a\",\"in-a\"]}");
        assertThat(rule("create --v2-defaults --connection main --kind outbound"))
                .isZero();
        assertThat(requests)
                .containsExactly(
                        "POST /instances/i/rules/v2-defaults {\"connection\":\"main\",\"kinds\":[\"outbound\"]}");
        assertThat(terminal.out()).isEqualTo("NAME\nout-a\nin-a\n");
        assertThat(rule("create --v2-defaults --connection main --topic T")).isEqualTo(Exit.USAGE);
        assertThat(rule("create --v2-defaults")).isEqualTo(Exit.USAGE);
        assertThat(terminal.err())
                .contains("--v2-defaults takes --connection and --kind alone", "--connection is missing");
    }

    @Test
    void what_is_missing_is_named_before_anybody_is_asked() {
        assertThat(rule("create --kind outbound")).isEqualTo(Exit.USAGE);
        assertThat(rule("create out-1 --resource a --connection main --topic T"))
                .isEqualTo(Exit.USAGE);
        assertThat(rule("create out-1 --kind outbound --connection main --topic T"))
                .isEqualTo(Exit.USAGE);
        assertThat(rule("edit out-1")).isEqualTo(Exit.USAGE);
        assertThat(run("rocketmq create main")).isEqualTo(Exit.USAGE);
        assertThat(run("rocketmq edit main")).isEqualTo(Exit.USAGE);
        assertThat(run("rocketmq edit main --sk x")).isEqualTo(Exit.USAGE);
        assertThat(terminal.err())
                .contains(
                        "RULE is missing: name the new rule, or give --v2-defaults",
                        "--kind (outbound, inbound or status) is missing",
                        "--resource is missing",
                        "nothing is to be changed",
                        "--address is missing",
                        "--sk needs --ak");
        assertThat(requests).isEmpty();
    }

    @Test
    void a_list_has_the_columns_that_fit_a_line_and_json_has_all() {
        String answer = "{\"rules\":[{\"id\":\"out-1\",\"kind\":\"outbound\",\"maxBytes\":5,\"waiting\":7,"
                + "\"failed\":{},\"dropped\":{\"too_large\":2}},"
                + "{\"id\":\"in-1\",\"kind\":\"inbound\",\"fault\":\"away\"}]}";
        answers.put("GET /instances/i/rules", answer);
        assertThat(rule("list")).isZero();
        assertThat(rule("list --json")).isZero();
        assertThat(terminal.out()).isEqualTo("""
                ID     KIND      WAITING  DROPPED      FAULT
                out-1  outbound  7        too_large=2
                in-1   inbound                         away
                """ + answer + "\n");
    }

    @Test
    void one_rule_is_shown_with_all_that_is_known() {
        answers.put("GET /instances/i/rules/out-1", "{\"id\":\"out-1\",\"maxBytes\":5}");
        assertThat(rule("show out-1")).isZero();
        assertThat(terminal.out()).isEqualTo("id:       out-1\nmaxBytes: 5\n");
    }

    @Test
    void the_secret_of_a_connection_is_asked_for_and_not_shown() {
        terminal.answer("SecretKey", "hush");
        assertThat(run("rocketmq create shop --kind kafka --address h:1;g:2,f:3 --ak AK --tls --namespace ns"))
                .as(terminal.err())
                .isZero();
        assertThat(run("rocketmq edit shop --ak", "")).isZero();
        terminal.variable("HONGYAN_ROCKETMQ_SK", "hushed");
        assertThat(run("rocketmq edit --tls false --ak AK2 shop")).isZero();
        assertThat(run("rocketmq edit --tls shop")).isZero();
        assertThat(run("rocketmq delete shop")).isZero();
        assertThat(requests)
                .containsExactly(
                        "POST /rocketmq {\"name\":\"shop\",\"kind\":\"kafka\","
                                + "\"addresses\":[\"h:1\",\"g:2\",\"f:3\"],\"accessKey\":\"AK\","
                                + "\"secretKey\":\"hush\",\"tls\":true,\"namespace\":\"ns\"}",
                        "PATCH /rocketmq/shop {\"accessKey\":\"\",\"secretKey\":\"\"}",
                        "PATCH /rocketmq/shop {\"accessKey\":\"AK2\",\"secretKey\":\"hushed\",\"tls\":false}",
                        "PATCH /rocketmq/shop {\"tls\":true}",
                        "DELETE /rocketmq/shop");
        assertThat(terminal.out() + terminal.err()).doesNotContain("hush");
    }

    @Test
    void a_connection_is_tried_and_what_is_wrong_is_told() {
        answers.put("POST /rocketmq/main/test", "{\"topics\":[\"A\",\"B\"],\"problems\":[]}");
        assertThat(run("rocketmq test main")).isZero();
        assertThat(terminal.out()).isEqualTo("connection main works; its topics are there: A, B\n");
        answers.put("POST /rocketmq/main/test", "{\"topics\":[\"A\"],\"problems\":[\"h:1 is away\",\"no A\"]}");
        assertThat(run("rocketmq test main --topic A,C")).isEqualTo(Exit.REJECTED);
        assertThat(terminal.err()).isEqualTo("Error: connection main: h:1 is away; no A\n");
        assertThat(run("rocketmq test main --json")).isEqualTo(Exit.REJECTED);
        assertThat(terminal.out()).contains("{\"topics\":[\"A\"],\"problems\":[\"h:1 is away\",\"no A\"]}");
        assertThat(requests)
                .containsExactly(
                        "POST /rocketmq/main/test {}",
                        "POST /rocketmq/main/test {\"topics\":[\"A\",\"C\"]}",
                        "POST /rocketmq/main/test {}");
    }
}
