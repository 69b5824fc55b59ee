package io.hongyan.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.metadata.MemoryMetadataStore;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleOptions.Acknowledge;
import io.hongyan.cloud.metadata.rule.RuleOptions.Filter;
import io.hongyan.cloud.metadata.rule.RuleOptions.Inbound;
import io.hongyan.cloud.metadata.rule.RuleOptions.OnRefused;
import io.hongyan.cloud.metadata.rule.RuleOptions.Outbound;
import io.hongyan.cloud.metadata.rule.RuleOptions.Outflow;
import io.hongyan.exchange.Exchanges;
import io.hongyan.exchange.RuleStatus;
import io.hongyan.exchange.plugin.Plugins;
import io.hongyan.server.config.AdminRole;
import io.hongyan.server.http.Headers;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: rules and connections are managed by requests that say what was wrong, and no answer and no record holds a
/// secret.
class RuleRoutesTest {
    private static final String ID = "mqtt-cn-12345678";
    private static final String RULES = "instances/" + ID + "/rules";
    private static final String OUT = """
            {"id": "orders-out", "kind": "outbound", "connection": "main", "resource": "orders", "topic": "ORDERS"}""";

    @TempDir
    private Path folder;

    private final Metadata metadata = Metadata.open(new MemoryMetadataStore(), new SystemClock(), new Random(1));
    private final Plugin plugin = new Plugin();
    private AdminHandler handler;

    /// Stands for a plug-in that is loaded.
    private static final class Plugin implements ExchangeControl {
        private final List<String> checked = new ArrayList<>();
        private Optional<RuleStatus> status = Optional.empty();

        @Override
        public Optional<String> refusal(String kind) {
            return kind.equals("other") ? Optional.empty() : Optional.of("there are other");
        }

        @Override
        public List<String> check(ExchangeConnection connection, List<String> topics) {
            checked.add(connection.name() + topics);
            return topics.contains("NONE") ? List.of("there is no topic NONE") : List.of();
        }

        @Override
        public Optional<RuleStatus> status(String instance, String rule) {
            return status;
        }
    }

    @BeforeEach
    void make() {
        metadata.createInstance(ID, Profile.CLOUD);
        metadata.createTopic(ID, "orders", "");
        metadata.createGroup(ID, "GID_one");
        handler = handler(plugin);
        assertThat(ask("POST", "rocketmq", "{\"name\": \"main\", \"addresses\": [\"10.0.0.5:9876\"]}"))
                .isEqualTo("{}");
    }

    private AdminHandler handler(ExchangeControl exchange) {
        return new AdminHandler(
                List.of(
                        new AdminHolder("admin.key", AdminRole.ADMINISTRATOR, "administrator"),
                        new AdminHolder("night-shift", AdminRole.OPERATOR, "operator"),
                        new AdminHolder("grafana", AdminRole.VIEWER, "viewer")),
                Stream.concat(
                                new RuleRoutes(metadata, exchange).routes().stream(),
                                new ConnectionRoutes(metadata, exchange).routes().stream())
                        .toList(),
                new AuditLog(folder, new SystemClock()));
    }

    private Response ask(String key, String method, String path, String body) {
        return handler.answer(Request.of(
                method, "/" + path, Headers.of("Authorization", "Bearer " + key), body.getBytes(UTF_8), "from"));
    }

    /// The answer on one line.
    private String ask(String method, String path, String body) {
        return Json.line(
                Json.object(ask("administrator", method, path, body).text()).values());
    }

    private JsonFields answer(String path) {
        Response response = ask("viewer", "GET", path, "");
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return Json.object(response.text());
    }

    private Rule rule(String id) {
        return metadata.snapshot().instance(ID).orElseThrow().rule(id).orElseThrow();
    }

    @Test
    void a_rule_is_created_shown_edited_disabled_enabled_and_deleted() {
        assertThat(ask("POST", RULES, OUT)).isEqualTo("{}");
        Rule made = rule("orders-out");
        assertThat(made.options()).isEqualTo(Outbound.defaults());
        assertThat(made.enabled()).isTrue();
        assertThat(answer(RULES).objects("rules").getFirst().values())
                .isEqualTo(answer(RULES + "/orders-out").values())
                .containsEntry("id", "orders-out")
                .containsEntry("kind", "outbound")
                .containsEntry("acknowledge", "outbox")
                .containsEntry("outflow", "devices")
                .containsEntry("maxMessages", 1_000_000L)
                .containsEntry("maxBytes", 1L << 30)
                .containsKey("createdAt")
                .doesNotContainKey("fault");
        assertThat(ask("PATCH", RULES + "/orders-out", """
                        {"description": "all", "topic": "T2", "acknowledge": "remote", "outflow": "all",
                         "maxMessages": 5, "maxBytes": "2MiB"}""")).isEqualTo("{}");
        assertThat(rule("orders-out"))
                .isEqualTo(new Rule(
                        "orders-out",
                        "all",
                        "main",
                        "orders",
                        "T2",
                        true,
                        new Outbound(Acknowledge.REMOTE, Outflow.ALL, new OutboxLimits(5, 2 << 20)),
                        made.createdAt()));
        assertThat(ask("POST", RULES + "/orders-out/disable", "")).isEqualTo("{}");
        assertThat(rule("orders-out").enabled()).isFalse();
        assertThat(ask("POST", RULES + "/orders-out/enable", "")).isEqualTo("{}");
        assertThat(rule("orders-out").enabled()).isTrue();
        assertThat(ask("DELETE", RULES + "/orders-out", "")).isEqualTo("{}");
        assertThat(ask("administrator", "GET", RULES + "/orders-out", "").status())
                .isEqualTo(404);
    }

    @Test
    void the_options_of_an_inbound_rule_are_all_there() {
        assertThat(ask("POST", RULES, """
                        {"id": "orders-in", "kind": "inbound", "connection": "main", "resource": "orders", "topic": "T",
                         "enabled": false, "filter": "sql92", "expression": "a > 1", "ordered": true,
                         "onRefused": "deadLetter"}""")).isEqualTo("{}");
        String group = "GID_hongyan_mqtt-cn-12345678_orders-in";
        assertThat(rule("orders-in").options())
                .isEqualTo(new Inbound(group, Filter.SQL92, "a > 1", true, OnRefused.DEAD_LETTER));
        assertThat(rule("orders-in").enabled()).isFalse();
        assertThat(answer(RULES + "/orders-in").values())
                .containsEntry("consumerGroup", group)
                .containsEntry("filter", "sql92")
                .containsEntry("expression", "a > 1")
                .containsEntry("ordered", true)
                .containsEntry("onRefused", "deadLetter");
        assertThat(ask("PATCH", RULES + "/orders-in", "{\"filter\": \"tag\", \"consumerGroup\": \"mine\"}"))
                .isEqualTo("{}");
        assertThat(rule("orders-in").options())
                .isEqualTo(new Inbound("mine", Filter.TAG, "*", true, OnRefused.DEAD_LETTER));
        assertThat(ask("PATCH", RULES + "/orders-in", "{\"consumerGroup\": \"\"}"))
                .isEqualTo("{}");
        assertThat(((Inbound) rule("orders-in").options()).group()).isEqualTo(group);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"outFlow\": \"all\" -> a rule has no outFlow; it has acknowledge, connection",
                "\"outflow\": \"some\" -> outflow is devices or all, not some",
                "\"ordered\": true -> outbound rule orders-out has no ordered",
                "\"maxMessages\": 0 -> messages is 1 to 10000000000, not 0",
                "\"maxBytes\": \"much\" -> maxBytes is a size like 512, 64KiB, 1MiB or 10MB, not much",
                "\"enabled\": 1 -> enabled is true or false, not 1",
                "\"topic\": \"\" -> the topic of the other system has 1 to 255 characters",
                "\"topic\": \"a.b\" -> a RocketMQ topic holds letters, digits, -, _, % and | only, not so: a.b"
            })
    void a_field_that_is_wrong_is_named_and_nothing_is_made(String line) {
        String[] parts = line.split(" -> ", -1);
        String body = OUT.replace("\"topic\": \"ORDERS\"}", parts[0] + "}");
        String whole = parts[0].startsWith("\"topic\"") ? body : body.replace("}", ", \"topic\": \"T\"}");
        Response response = ask("administrator", "POST", RULES, whole);
        assertThat(response.status()).isEqualTo(400);
        assertThat(Json.object(response.text()).text("message")).contains(parts[1]);
        assertThat(answer(RULES).objects("rules")).isEmpty();
    }

    @Test
    void id_and_kind_stay_as_they_are() {
        ask("POST", RULES, OUT);
        Response response = ask("administrator", "PATCH", RULES + "/orders-out", "{\"kind\": \"inbound\"}");
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("the kind of a rule never changes", "delete the rule");
        assertThat(ask("administrator", "PATCH", RULES + "/none", "{}").status())
                .isEqualTo(404);
        assertThat(ask("administrator", "POST", RULES, OUT).status()).isEqualTo(409);
        assertThat(ask(
                                "administrator",
                                "POST",
                                RULES,
                                OUT.replace("orders\"", "none\"").replace("orders-out", "none-out"))
                        .status())
                .isEqualTo(404);
        assertThat(ask("administrator", "POST", RULES, OUT.replace("outbound", "sideways"))
                        .text())
                .contains("kind is outbound or inbound or status, not sideways");
    }

    @Test
    void what_a_rule_is_doing_is_shown_as_far_as_it_is_known() {
        ask("POST", RULES, OUT);
        assertThat(answer(RULES + "/orders-out").names()).doesNotContain("waiting", "carried", "fault");
        String away = "10.0.0.5:9876 does not answer";
        Map<String, Long> dropped = Map.of("too_large", 2L);
        plugin.status = Optional.of(new RuleStatus(7, -1, 2500, 12, Map.of("unreachable", 4L), dropped, 3, away));
        assertThat(answer(RULES + "/orders-out").values())
                .containsEntry("waiting", 7L)
                .doesNotContainKey("waitingBytes")
                .containsEntry("oldestMillis", 2500L)
                .containsEntry("carried", 12L)
                .containsEntry("failed", Map.of("unreachable", 4L))
                .containsEntry("dropped", dropped)
                .containsEntry("reconnects", 3L)
                .containsEntry("fault", away);
    }

    @Test
    void a_service_without_a_plug_in_takes_connections_to_rocketmq_and_says_that_it_cannot_use_them() {
        Plugins none = new Plugins(folder.resolve("plug-ins"));
        handler = handler(ExchangeControl.of(new Exchanges(metadata, new MemoryStore(), none, new SystemClock())));
        assertThat(ask("POST", "rocketmq/main/test", "")).contains("no plug-in in", "there is none");
        assertThat(ask(
                        "POST",
                        "rocketmq",
                        "{\"name\": \"grpc\", \"kind\": \"rocketmq-grpc\", \"addresses\": [\"h:1\"]}"))
                .contains("kind rocketmq-grpc is not served", "message ids", "use kind rocketmq");
        assertThat(ask("POST", "rocketmq", "{\"name\": \"late\", \"addresses\": [\"h:1\"]}"))
                .isEqualTo("{}");
        assertThat(ask("POST", "rocketmq", "{\"name\": \"kafka\", \"kind\": \"kafka\", \"addresses\": [\"h:1\"]}"))
                .contains("rocketmq, or another one that a plug-in serves, not kafka", "there is none");
    }

    @Test
    void the_older_generation_s_rules_are_made_at_once() {
        assertThat(ask("POST", RULES + "/v2-defaults", "{\"connection\": \"main\", \"kinds\": [\"status\"]}"))
                .isEqualTo("{\"created\":[\"status-GID_one\"]}");
        assertThat(ask("POST", RULES + "/v2-defaults", "{\"connection\": \"main\"}"))
                .isEqualTo("{\"created\":[\"out-orders\",\"in-orders\"]}");
        assertThat(ask("administrator", "POST", RULES + "/v2-defaults", "{\"connection\": \"away\"}")
                        .status())
                .isEqualTo(200); // nothing is left to be made
        ask("DELETE", RULES + "/in-orders", "");
        assertThat(ask("administrator", "POST", RULES + "/v2-defaults", "{\"connection\": \"away\"}")
                        .text())
                .contains("there is no connection away");
    }

    @Test
    void a_connection_is_created_shown_without_its_secret_edited_and_deleted() {
        assertThat(ask("POST", "rocketmq", """
                        {"name": "second", "kind": "other", "addresses": ["a:1", "b:2"], "accessKey": "AK",
                         "secretKey": "hush", "tls": true, "namespace": "ns"}""")).isEqualTo("{}");
        assertThat(answer("rocketmq/second").values())
                .isEqualTo(Map.of(
                        "name", "second",
                        "kind", "other",
                        "addresses", List.of("a:1", "b:2"),
                        "accessKey", "AK",
                        "secretKey", "***",
                        "tls", true,
                        "namespace", "ns",
                        "rules", 0L));
        assertThat(answer("rocketmq").objects("connections"))
                .extracting(each -> each.text("secretKey"))
                .containsExactly("", "***");
        assertThat(ask("PATCH", "rocketmq/second", "{\"addresses\": [\"c:3\"], \"tls\": false}"))
                .isEqualTo("{}");
        assertThat(metadata.snapshot().connection("second").orElseThrow())
                .isEqualTo(new ExchangeConnection("second", "other", List.of("c:3"), "AK", "hush", false, "ns"));
        assertThat(ask("administrator", "PATCH", "rocketmq/second", "{\"kind\": \"rocketmq\"}")
                        .text())
                .contains("a connection to edit has no kind");
        ask("POST", RULES, OUT.replace("main", "second"));
        assertThat(answer("rocketmq/second").number("rules")).isEqualTo(1);
        Response needed = ask("administrator", "DELETE", "rocketmq/second", "");
        assertThat(needed.status()).isEqualTo(409);
        assertThat(needed.text()).contains("outbound rule orders-out of instance " + ID);
        ask("DELETE", RULES + "/orders-out", "");
        assertThat(ask("DELETE", "rocketmq/second", "")).isEqualTo("{}");
        assertThat(ask("viewer", "GET", "rocketmq/second", "").status()).isEqualTo(404);
    }

    @Test
    void a_connection_that_cannot_be_is_refused() {
        for (String[] each : new String[][] {
            {"\"addresses\": []", "1 to 16 addresses"},
            {"\"addresses\": [\"host\"]", "an address is host:port"},
            {"\"addresses\": [\"h:1\"], \"kind\": \"kafka\"", "not kafka: there are other"},
            {"\"addresses\": [\"h:1\"], \"adress\": \"x\"", "a connection has no adress"},
            {"\"addresses\": [\"h:1\"], \"accessKey\": \"AK\"", "the SecretKey is missing"}
        }) {
            Response response = ask("administrator", "POST", "rocketmq", "{\"name\": \"bad\", " + each[0] + "}");
            assertThat(response.status()).as(each[0]).isEqualTo(400);
            assertThat(response.text()).contains(each[1]);
        }
        assertThat(metadata.snapshot().connection("bad")).isEmpty();
    }

    @Test
    void a_connection_is_tried_with_the_topics_of_its_rules_or_others() {
        ask("POST", RULES, OUT);
        assertThat(ask("POST", "rocketmq/main/test", "")).isEqualTo("{\"topics\":[\"ORDERS\"],\"problems\":[]}");
        assertThat(ask("POST", "rocketmq/main/test", "{\"topics\": [\"NONE\"]}"))
                .isEqualTo("{\"topics\":[\"NONE\"],\"problems\":[\"there is no topic NONE\"]}");
        assertThat(plugin.checked).containsExactly("main[ORDERS]", "main[NONE]");
        assertThat(ask("administrator", "POST", "rocketmq/none/test", "").status())
                .isEqualTo(404);
    }

    @Test
    void roles_allow_what_they_are_for_and_each_change_is_on_record_without_a_secret() throws IOException {
        ask("PATCH", "rocketmq/main", "{\"accessKey\": \"AK\", \"secretKey\": \"hush\"}");
        ask("POST", RULES, OUT);
        assertThat(ask("viewer", "GET", "rocketmq", "").status()).isEqualTo(200);
        assertThat(ask("viewer", "POST", "rocketmq/main/test", "").status()).isEqualTo(403);
        assertThat(ask("operator", "POST", "rocketmq/main/test", "").status()).isEqualTo(200);
        assertThat(ask("operator", "POST", RULES + "/orders-out/disable", "").status())
                .isEqualTo(200);
        assertThat(ask("operator", "PATCH", RULES + "/orders-out", "{}").status())
                .isEqualTo(403);
        assertThat(ask("operator", "POST", "rocketmq", "{}").status()).isEqualTo(403);
        String audit = Files.readString(folder.resolve("audit.log"));
        assertThat(audit)
                .contains("\"details\":{\"accessKey\":\"AK\"}", "PATCH /rocketmq/main")
                .contains("\"connection\":\"main\",\"resource\":\"orders\",\"topic\":\"ORDERS\"")
                .contains("/orders-out/disable")
                .doesNotContain("hush");
    }
}
