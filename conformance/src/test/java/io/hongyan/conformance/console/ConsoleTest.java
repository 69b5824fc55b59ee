package io.hongyan.conformance.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.conformance.CloudDevices;
import io.hongyan.conformance.ServedProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator sees on each page of the console, in both languages, what is there, and nothing goes wrong.
@NeedsProgram(
        value = {"node", "chromium"},
        packages = "browser")
class ConsoleTest {
    private static final int DEVICES = 100;
    private static final String OWN = "correct horse battery";
    /// Runs if any page takes a payload for HTML.
    private static final String HOSTILE = "<img src=x onerror=\"globalThis.injected=true\"><b>\u202Ehostile</b>";

    private static final String HOSTILE_NAME = "<b>\"'&amp;{{1}}</b>";

    @TempDir
    private static Path folder;

    private static ServedProgram program;
    private static String instance;
    private static String topic;
    private static String group;
    private static String device;
    private static String first;
    private static Administration administration;
    private static final List<MqttClient> clients = new ArrayList<>();
    private static final Map<String, Map<String, Seen>> seen = new LinkedHashMap<>();

    @BeforeAll
    static void start() throws Exception {
        program = new ServedProgram(
                folder,
                "--admin-port=auto",
                "--ws-port=auto",
                "--api-port=auto",
                "--metrics-port=auto",
                "--set=cloud.strictNames=false"); // so that names may be hostile
        program.start();
        administration = new Administration(url(), folder.resolve("data"));
        instance = program.credentials().instance();
        topic = program.credentials().topic();
        group = program.credentials().group();
        first = Files.readString(folder.resolve("data/console.password")).strip();
        administration.post("/instances/" + instance + "/traces", Map.of("mode", "all"));
        administration.post("/instances/" + instance + "/topics", Map.of("name", "meters", "remark", "Strom & <Gas>"));
        makeCredentials();
        connectDevices();
        for (String language : List.of("en", "zh-CN")) {
            visit(language);
        }
    }

    private static String url() {
        return "http://127.0.0.1:" + program.port("admin");
    }

    private static void makeCredentials() throws Exception {
        String of = "/instances/" + instance;
        administration.post(of + "/device-credentials", Map.of("clientId", group + "@@@" + HOSTILE_NAME));
        administration.post(of + "/custom-auth/identities", Map.of("username", HOSTILE_NAME));
        administration.post(
                of + "/custom-auth/permissions",
                Map.of("identity", HOSTILE_NAME, "topic", "meters/#", "action", "pub"));
    }

    private static void connectDevices() throws Exception {
        CloudDevices devices = CloudDevices.of(program);
        device = devices.id("meter000");
        for (int i = 0; i <= DEVICES; i++) {
            String name = i < DEVICES ? "meter%03d".formatted(i) : HOSTILE_NAME;
            MqttClient client = devices.device(name);
            client.connect(devices.login(name));
            client.subscribe(topic + "/down/" + i, 1);
            clients.add(client);
        }
        MqttMessage hostile = new MqttMessage(HOSTILE.getBytes(UTF_8));
        hostile.setQos(1);
        hostile.setRetained(true);
        clients.getFirst().publish(topic + "/state/<script>", hostile);
        clients.getFirst().publish(topic + "/down/1", new MqttMessage("on".getBytes(UTF_8)));
    }

    private static void visit(String language) throws Exception {
        String account = "watch." + language;
        String password = administration
                .post("/accounts", Map.of("name", account, "role", "administrator"))
                .path("password")
                .asString();
        List<Step> steps = new ArrayList<>(firstLogin(account, password));
        pages().forEach((name, path) -> steps.add(Step.look(name, path)));
        Map<String, Seen> byName = new LinkedHashMap<>();
        new Browser(url(), language, language.equals("en"), Path.of("target/console", language))
                .visit(steps)
                .forEach(each -> byName.put(each.name(), each));
        seen.put(language, byName);
    }

    private static List<Step> firstLogin(String account, String password) {
        return List.of(
                new Step(
                        "-login",
                        "/console/login",
                        Map.of("login-account", account, "login-password", password),
                        "login-submit",
                        "password-fresh"),
                new Step(
                        "-password",
                        "",
                        Map.of("password-current", password, "password-fresh", OWN, "password-repeat", OWN),
                        "password-submit",
                        "overview-version"));
    }

    private static Map<String, String> pages() {
        String of = "/console/instances/" + instance;
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "/console/");
        pages.put("instances", "/console/instances");
        pages.put("instance", of);
        pages.put("topics", of + "/topics");
        pages.put("topic", of + "/topics/" + topic);
        pages.put("groups", of + "/groups");
        pages.put("clients", of + "/clients");
        pages.put("client", of + "/clients/" + Administration.segment(device));
        pages.put("subscriptions", of + "/clients/" + Administration.segment(device) + "?tab=subscriptions");
        pages.put("hostile", of + "/clients/" + Administration.segment(group + "@@@" + HOSTILE_NAME));
        pages.put("retained", of + "/retained");
        pages.put("traces", of + "/traces?client=" + Administration.segment(device));
        pages.put("rules", of + "/rules");
        pages.put("queues", of + "/queues");
        pages.put("keys", of + "/keys");
        pages.put("tokens", of + "/tokens");
        pages.put("credentials", of + "/device-credentials");
        pages.put("identities", of + "/custom-auth");
        pages.put("permissions", of + "/custom-auth?tab=permissions");
        pages.put("certificates", of + "/certificates");
        pages.put("blacklist", of + "/blacklist");
        pages.put("top", of + "/top");
        pages.put("connections", "/console/connections");
        pages.put("alarms", "/console/alarms");
        pages.put("signature", "/console/tools/signature");
        pages.put("websocket", "/console/tools/websocket");
        pages.put("configuration", "/console/configuration");
        pages.put("logs", "/console/logs");
        pages.put("audit", "/console/audit");
        pages.put("accounts", "/console/accounts");
        pages.put("missing", "/console/no/such/page");
        return pages;
    }

    /// What a person has to find on a page, whatever the language.
    private static Map<String, List<String>> facts() {
        Map<String, List<String>> facts = new LinkedHashMap<>();
        facts.put("instances", List.of(instance));
        facts.put("instance", List.of(instance, "127.0.0.1:" + program.port()));
        facts.put("topics", List.of(topic, "meters", "Strom & <Gas>"));
        facts.put("groups", List.of(group));
        facts.put("clients", List.of(device, HOSTILE_NAME));
        facts.put("client", List.of(device, "3.1.1", "tcp"));
        facts.put("subscriptions", List.of(topic + "/down/0"));
        facts.put("retained", List.of(topic + "/state/<script>"));
        facts.put("hostile", List.of(HOSTILE_NAME));
        facts.put("keys", List.of(program.credentials().accessKey()));
        facts.put("credentials", List.of(group + "@@@" + HOSTILE_NAME));
        facts.put("identities", List.of(HOSTILE_NAME));
        facts.put("permissions", List.of(HOSTILE_NAME, "meters/#"));
        facts.put("configuration", List.of("listeners.tcp.port", "broker."));
        facts.put("audit", List.of("POST /accounts", "watch.en"));
        facts.put("accounts", List.of("admin", "watch.en"));
        return facts;
    }

    @AfterAll
    static void stop() {
        program.close();
        clients.forEach(client -> {
            try {
                client.close(true);
            } catch (MqttException _) {
                // the service has gone
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> each_page_shows_what_is_there_in_both_languages() {
        return seen.entrySet().stream()
                .flatMap(language -> pages().keySet().stream()
                        .map(page -> DynamicTest.dynamicTest(
                                language.getKey() + " " + page,
                                () -> isSound(
                                        language.getKey(),
                                        page,
                                        language.getValue().get(page)))));
    }

    private static void isSound(String language, String page, Seen shown) {
        assertThat(shown).as(page).isNotNull();
        assertThat(shown.failed()).as("%s", shown).isEmpty();
        assertThat(shown.language()).isEqualTo(language.equals("en") ? "en" : "zh-CN");
        assertThat(shown.errors()).isEmpty();
        assertThat(shown.complaints()).isEmpty();
        assertThat(shown.foreign()).isEmpty();
        assertThat(shown.faults()).isEmpty();
        assertThat(shown.injected()).isFalse();
        facts().getOrDefault(page, List.of())
                .forEach(fact -> assertThat(shown.text()).contains(fact));
        boolean chinese = shown.heading().codePoints().anyMatch(Character::isIdeographic);
        if (!List.of("instance", "topic", "client", "subscriptions", "hostile")
                .contains(page)) { // their headings are names
            assertThat(chinese).as(shown.heading()).isEqualTo(!language.equals("en"));
        }
    }

    @Test
    void who_logs_in_for_the_first_time_chooses_a_password_and_comes_back_to_where_the_link_led() throws Exception {
        List<Seen> steps = new Browser(url(), "en", false, Path.of("target/console/first"))
                .visit(List.of(
                        new Step(
                                "-link",
                                "/console/instances/" + instance + "/topics",
                                Map.of("login-account", "admin", "login-password", first),
                                "login-submit",
                                "password-fresh"),
                        new Step(
                                "-change",
                                "",
                                Map.of("password-current", first, "password-fresh", OWN, "password-repeat", OWN),
                                "password-submit",
                                "topics-row")));
        assertThat(steps).extracting(Seen::failed).containsOnly("");
        assertThat(steps.getLast().text()).contains(topic);
    }

    @Test
    void a_test_message_from_a_page_reaches_a_device() throws Exception {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        clients.getLast()
                .subscribe(topic + "/flow", 1, (_, message) -> got.add(new String(message.getPayload(), UTF_8)));
        String password = administration
                .post("/accounts", Map.of("name", "sender", "role", "operator"))
                .path("password")
                .asString();
        List<Step> steps = new ArrayList<>(firstLogin("sender", password));
        steps.add(new Step(
                "sent",
                "/console/instances/" + instance + "/topics/" + Administration.segment(topic + "/flow") + "?tab=send",
                Map.of("publish-payload", HOSTILE),
                "publish-submit",
                "publish-sent"));
        List<Seen> seen = new Browser(url(), "en", false, Path.of("target/console/flow")).visit(steps);
        assertThat(seen).extracting(Seen::failed).containsOnly("");
        assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo(HOSTILE);
    }
}
