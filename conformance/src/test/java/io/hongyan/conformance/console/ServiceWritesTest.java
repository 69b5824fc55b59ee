package io.hongyan.conformance.console;

import static io.hongyan.conformance.console.Act.audit;
import static io.hongyan.conformance.console.Act.fill;
import static io.hongyan.conformance.console.Act.key;
import static io.hongyan.conformance.console.Act.press;
import static io.hongyan.conformance.console.Act.pressIn;
import static io.hongyan.conformance.console.Act.said;
import static io.hongyan.conformance.console.Act.until;
import static io.hongyan.conformance.console.Act.untilIn;
import static io.hongyan.conformance.console.Act.untilText;
import static io.hongyan.conformance.console.Act.yes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.conformance.ServedProgram;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what is changed on the pages of rules, connections, alarms and log levels is said, and is so in the service.
@Tag("nightly")
@NeedsProgram(
        value = {"node", "chromium"},
        packages = "browser")
class ServiceWritesTest {
    private static final String NOWHERE = "127.0.0.1:" + ServedProgram.freePort();

    @TempDir
    private static Path folder;

    private static Stage stage;
    private static Administration service;
    private static Window window;

    @BeforeAll
    static void start() throws Exception {
        Path plugins = Path.of("..", "bridge-rocketmq", "target", "plugins").toAbsolutePath();
        stage = new Stage(folder, "service-writes", "--set=exchange.plugins=" + plugins);
        service = stage.administration();
        window = stage.window("writer", "administrator");
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    @Test
    void a_connection_is_created_and_one_to_nowhere_shows_why_it_fails() throws Exception {
        Seen made = window.at(
                "/console/connections",
                press("connections-create"),
                fill("connections-form-name", "nowhere"),
                fill("connections-form-addresses", NOWHERE),
                audit(),
                press("connections-form-submit"),
                said(),
                untilIn("nowhere", "connections-test"));
        assertThat(made.messages()).containsExactly("Connection nowhere is created.");
        assertThat(service.get("/rocketmq/nowhere").path("addresses").toString())
                .contains(NOWHERE);

        Seen tried = window.act(
                pressIn("nowhere", "connections-test"),
                fill("connections-test-topics", "orders"),
                press("connections-test-form-submit"),
                untilText(NOWHERE.substring(NOWHERE.indexOf(':'))),
                audit());
        assertThat(tried.overlay()).contains("Test connection nowhere").doesNotContain("Messages can be exchanged");

        Seen gone = window.act(
                press("connections-test-form-cancel"), pressIn("nowhere", "connections-delete"), yes(), said());
        assertThat(gone.questions()).singleElement().asString().contains("Delete connection nowhere?");
        assertThat(gone.messages()).containsExactly("Connection nowhere is deleted.");
        assertThat(service.list("/rocketmq", "connections", "name")).doesNotContain("nowhere");
    }

    @Test
    void a_rule_is_created_disabled_enabled_and_deleted() throws Exception {
        service.post("/rocketmq", Map.of("name", "orders", "addresses", List.of(NOWHERE)));
        Seen made = window.at(
                stage.page("/rules"),
                press("rules-create"),
                fill("rules-form-id", "to-orders"),
                fill("rules-form-resource", stage.topic()),
                fill("rules-form-topic", "orders"),
                fill("rules-form-connection", "orders"),
                audit(),
                press("rules-form-submit"),
                said(),
                untilIn("to-orders", "rules-enable"));
        assertThat(made.messages()).containsExactly("Rule to-orders is created.");
        assertThat(rule().path("enabled").asBoolean()).isTrue();

        Seen disabled = window.act(pressIn("to-orders", "rules-enable"), said());
        assertThat(disabled.messages()).containsExactly("Rule to-orders is disabled. What waits in it is kept.");
        assertThat(rule().path("enabled").asBoolean()).isFalse();
        Seen enabled = window.act(pressIn("to-orders", "rules-enable"), said());
        assertThat(enabled.messages()).containsExactly("Rule to-orders is enabled.");
        assertThat(rule().path("enabled").asBoolean()).isTrue();
        window.act(pressIn("to-orders", "rules-open"), until("rules-details"), audit(), key("Escape"));

        Seen gone = window.act(pressIn("to-orders", "rules-delete"), yes(), said());
        assertThat(gone.questions()).singleElement().asString().contains("Delete rule to-orders?");
        assertThat(gone.messages()).containsExactly("Rule to-orders is deleted.");
        assertThat(service.has(stage.of("/rules/to-orders"))).isFalse();
    }

    private static tools.jackson.databind.JsonNode rule() throws Exception {
        return service.get(stage.of("/rules/to-orders"));
    }

    @Test
    void an_alarm_is_created_disabled_and_deleted() throws Exception {
        Seen made = window.at(
                "/console/alarms",
                press("alarms-create"),
                Act.choose("alarms-form-metric", "connections, whole service"),
                fill("alarms-form-threshold", "9000"),
                key("Tab"),
                audit(),
                press("alarms-form-submit"),
                said(),
                untilIn("connections", "alarms-enable"));
        assertThat(made.messages()).containsExactly("The alarm of Connections is created.");
        assertThat(alarm().path("threshold").asInt()).isEqualTo(9000);

        window.act(pressIn("connections", "alarms-enable"), said());
        assertThat(alarm().path("enabled").asBoolean()).isFalse();
        Seen gone = window.act(pressIn("connections", "alarms-delete"), yes(), said());
        assertThat(gone.questions())
                .singleElement()
                .asString()
                .contains("Delete the alarm of Connections (above 9,000 for 5 min)?");
        assertThat(gone.messages()).containsExactly("The alarm of Connections is deleted.");
        assertThat(service.list("/alarms", "alarms", "metric")).doesNotContain("connections");
    }

    private static tools.jackson.databind.JsonNode alarm() throws Exception {
        return service.one("/alarms", "alarms", "metric", "connections");
    }

    @Test
    void a_receiver_is_told_by_a_test_and_one_that_is_not_there_is_named() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        try {
            String address = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
            Seen saved = window.at(
                    "/console/alarms?tab=receivers",
                    press("receivers-add-hook"),
                    fill("receivers-name", "duty"),
                    fill("receivers-url", address),
                    audit(),
                    press("receivers-save"),
                    said());
            assertThat(saved.messages()).containsExactly("The receivers are saved.");
            assertThat(service.list("/alarms/receivers", "webhooks", "url")).containsExactly(address);
            Seen tried = window.act(press("receivers-test"), until("receivers-results"));
            assertThat(tried.text()).contains("duty: told");
            assertThat(told.poll(10, TimeUnit.SECONDS)).contains("test");
        } finally {
            receiver.stop(0);
        }
        Seen failed = window.act(press("receivers-test"), untilText("not told"));
        assertThat(failed.text()).contains("duty: not told");
    }

    @Test
    void a_log_level_is_changed() throws Exception {
        Seen done = window.at("/console/logs", Act.chooseIn("io.hongyan.broker", "logs-level", "debug"), said());
        assertThat(done.messages())
                .singleElement()
                .asString()
                .contains("io.hongyan.broker")
                .contains("debug");
        assertThat(service.get("/log-levels").toString()).contains("\"debug\"");
    }
}
