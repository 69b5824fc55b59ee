package io.hongyan.conformance.console;

import static io.hongyan.conformance.console.Act.fill;
import static io.hongyan.conformance.console.Act.gone;
import static io.hongyan.conformance.console.Act.press;
import static io.hongyan.conformance.console.Act.pressIn;
import static io.hongyan.conformance.console.Act.said;
import static io.hongyan.conformance.console.Act.until;
import static io.hongyan.conformance.console.Act.untilIn;
import static io.hongyan.conformance.console.Act.untilText;
import static io.hongyan.conformance.console.Act.yes;
import static io.hongyan.conformance.console.Administration.segment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.conformance.console.Pages.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: every page opens for every role, shows what the role may do and nothing else, and that works; an account of
/// one instance sees that one alone.
@Tag("nightly")
@NeedsProgram(
        value = {"node", "chromium"},
        packages = "browser")
class RolesSeenTest {
    private static final String OTHER = "mqtt-somebody-elses";

    /// What an operator may do.
    private static final Set<String> OPERATE = Set.of(
            "client-disconnect",
            "client-delete-session",
            "client-unsubscribe",
            "trace-start",
            "traces-live-choose",
            "publish-submit",
            "retained-delete",
            "rules-enable",
            "connections-test",
            "receivers-test",
            "tokens-revoke-submit");

    /// By its name a control that changes something; what an operator may not do is for administrators.
    private static final Pattern WRITES = Pattern.compile(
            ".*-(create|delete|remove|add|change|edit|enable|activate|register|upload|sni|reset|save|mode"
                    + "|level|defaults|rights|temporary|purge|discard|close|disconnect|unsubscribe|submit|start|choose"
                    + "|test|replay|delete-session)|instance-tags-edit|receivers-add-.*|logs-form.*");

    /// They change nothing of the service, or the own password alone.
    private static final Set<String> HARMLESS = Set.of(
            "websocket-add",
            "signature-add",
            "tokens-query-submit",
            "password-submit",
            "traces-client-submit",
            "traces-message-submit",
            "tls-mode",
            "keys-rights");

    /// Pages that are for administrators alone.
    private static final Set<String> INSPECTED = Set.of("audit", "accounts");

    @TempDir
    private static Path folder;

    private static Stage stage;
    private static Administration service;
    private static Furnished furnished;
    private static List<Page> pages;

    @BeforeAll
    static void start() throws Exception {
        Path plugins = Path.of("..", "bridge-rocketmq", "target", "plugins").toAbsolutePath();
        stage = new Stage(folder, "roles", "--tls-port=auto", "--ws-port=auto", "--set=exchange.plugins=" + plugins);
        service = stage.administration();
        service.post("/instances", Map.of("id", OTHER));
        furnished = Furnished.of(stage);
        pages = Pages.of(stage.instance(), stage.topic(), furnished);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    private static Set<String> writes(Seen seen) {
        Set<String> writes = new TreeSet<>(seen.controls());
        writes.removeIf(name -> HARMLESS.contains(name) || !WRITES.matcher(name).matches());
        return writes;
    }

    private static Set<String> visitAll(Window window) throws Exception {
        Set<String> writes = new TreeSet<>();
        for (Page page : pages) {
            for (String address : page.addresses()) {
                Seen seen = window.at(address);
                if (INSPECTED.contains(page.name())) {
                    assertThat(seen.errors())
                            .as(address)
                            .singleElement()
                            .asString()
                            .contains("Not permitted");
                } else {
                    assertThat(seen.errors()).as(address).isEmpty();
                }
                assertThat(seen.address()).isEqualTo(address);
                writes.addAll(writes(seen));
            }
        }
        return writes;
    }

    @Test
    void a_viewer_can_open_every_page_and_change_nothing() throws Exception {
        Window window = stage.window("viewer", "viewer");
        assertThat(visitAll(window)).isEmpty();
        Seen home = window.at("/console/");
        assertThat(home.controls()).contains("nav-configuration").doesNotContain("nav-audit", "nav-accounts");
    }

    @Test
    void a_viewer_may_ask_whether_a_token_is_valid() throws Exception {
        Window window = stage.window("asker", "viewer");
        Seen asked = window.at(
                stage.page("/tokens"),
                fill("tokens-query-token", "nonsense"),
                press("tokens-query-submit"),
                until("tokens-valid"));
        assertThat(asked.text()).contains("The token is not valid.").doesNotContain("Revoke a token");
    }

    @Test
    void an_operator_can_open_every_page_and_sees_all_that_an_operator_may_do_and_no_more() throws Exception {
        assertThat(visitAll(stage.window("operator", "operator"))).containsExactlyInAnyOrderElementsOf(OPERATE);
    }

    @Test
    void what_an_operator_may_do_with_clients_works() throws Exception {
        Window window = stage.window("clients", "operator");
        MqttClient device = stage.device("operated");
        device.subscribe(new String[] {stage.topic() + "/a", stage.topic() + "/b"}, new int[] {1, 1});
        String id = stage.id("operated");
        String path = "/clients/" + segment(id);
        window.at(stage.page(path + "?tab=subscriptions"), pressIn("/a", "client-unsubscribe"), yes(), said());
        assertThat(service.list(stage.of(path), "filters", "filter")).containsExactly(stage.topic() + "/b");

        Seen traced = window.at(stage.page(path + "?tab=trace"), press("trace-start"), until("trace-stop"));
        assertThat(traced.errors()).isEmpty();
        device.publish(stage.topic() + "/traced", "x".getBytes(UTF_8), 1, false);
        window.act(untilText(stage.topic() + "/traced"), press("trace-stop"));

        window.at(stage.page(path), press("client-disconnect"), yes(), said(), gone("client-disconnect"));
        await().until(() -> !device.isConnected());
        window.act(press("client-delete-session"), yes(), said(), until("clients-prefix"));
        assertThat(service.has(stage.of(path))).isFalse();
    }

    @Test
    void what_an_operator_may_do_with_messages_rules_and_tokens_works() throws Exception {
        Window window = stage.window("messages", "operator");
        String topic = stage.topic() + "/forgotten";
        stage.device("forgetful").publish(topic, "x".getBytes(UTF_8), 1, true);
        await().until(() -> service.has(stage.of("/retained-message?topic=" + segment(topic))));
        window.at(stage.page("/retained?topic=" + segment(topic)), press("retained-delete"), yes(), said());
        assertThat(service.has(stage.of("/retained-message?topic=" + segment(topic))))
                .isFalse();

        window.at(stage.page("/rules"), pressIn("to-orders", "rules-enable"), said());
        assertThat(service.get(stage.of("/rules/to-orders")).path("enabled").asBoolean())
                .isTrue();
        window.act(pressIn("to-orders", "rules-enable"), said());
        assertThat(service.get(stage.of("/rules/to-orders")).path("enabled").asBoolean())
                .isFalse();

        String key = stage.program().credentials().accessKey();
        Map<String, Object> wanted =
                Map.of("accessKey", key, "resources", List.of(stage.topic()), "actions", "R", "expireSeconds", 3600);
        String token = service.post(stage.of("/tokens"), wanted).path("token").asString();
        window.at(
                stage.page("/tokens"),
                fill("tokens-revoke-token", token),
                press("tokens-revoke-submit"),
                yes(),
                said());
        assertThat(service.post(stage.of("/tokens/query"), Map.of("token", token))
                        .path("valid")
                        .asBoolean())
                .isFalse();
        Seen none = window.at(
                "/console/alarms?tab=receivers", press("receivers-test"), untilText("there are no receivers"));
        assertThat(none.controls()).doesNotContain("receivers-save");
    }

    @Test
    void an_account_of_one_instance_sees_no_other_and_nothing_of_the_service() throws Exception {
        Window window = stage.window("tenant", "administrator", stage.instance());
        for (Page page : pages) {
            for (String address : page.addresses()) {
                Seen seen = window.at(address);
                boolean allowed = page.ofInstance()
                        || List.of("overview", "instances", "password", "signature", "websocket")
                                .contains(page.name())
                        || (address.endsWith("tab=receivers") && seen.errors().isEmpty());
                assertThat(seen.errors()).as(address).hasSize(allowed ? 0 : 1);
                assertThat(seen.text() + seen.overlay() + seen.links())
                        .as(address)
                        .doesNotContain(OTHER);
                assertThat(seen.controls())
                        .as(address)
                        .doesNotContain(
                                "nav-overview",
                                "nav-connections",
                                "nav-alarms",
                                "nav-configuration",
                                "nav-logs",
                                "nav-audit",
                                "nav-accounts",
                                "rules-create",
                                "rules-change",
                                "rules-defaults",
                                "instances-create",
                                "keys-rights",
                                "keys-enable",
                                "keys-temporary");
            }
        }
    }

    @Test
    void an_account_of_one_instance_is_refused_the_pages_of_another() throws Exception {
        Window window = stage.window("neighbour", "administrator", stage.instance());
        for (Page page : Pages.of(OTHER, "nothing", furnished)) {
            if (page.ofInstance() && !List.of("tokens", "traces").contains(page.name())) { // these list nothing
                Seen seen = window.at(page.addresses().getFirst());
                assertThat(seen.errors()).as(page.name()).isNotEmpty();
            }
        }
    }

    @Test
    void an_account_of_one_instance_may_do_there_what_its_role_allows() throws Exception {
        Window window = stage.window("landlord", "administrator", stage.instance());
        assertThat(window.at("/console/").address()).isEqualTo(stage.page(""));
        window.at(
                stage.page("/topics"),
                press("topics-create"),
                fill("topics-name", "narrow"),
                press("topics-form-submit"),
                said(),
                untilIn("narrow", "topics-delete"));
        assertThat(service.list(stage.of("/topics"), "topics", "")).contains("narrow");
        window.at(stage.page("/keys"), press("keys-create"), press("keys-form-submit"), said(), until("secret-once"));
        Window viewer = stage.window("guest", "viewer", stage.instance());
        assertThat(writes(viewer.at(stage.page("/topics")))).isEmpty();
    }
}
