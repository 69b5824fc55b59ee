package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.AdminKey;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: who logs in to the console may do what the account's role says, in the instances that it sees, and nobody gets
/// in by another way.
class ConsoleServedTest {
    private static final String OWN = "correct horse battery";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private Server server;
    private String first;

    @BeforeEach
    void start() throws Exception {
        List<String> settings = new ArrayList<>(List.of("data=" + data(), "bind=127.0.0.1", "admin.port=auto"));
        settings.add("metrics.port=0");
        settings.add("listeners.tcp.port=auto");
        for (String off : List.of("tls", "ws", "wss", "amqp", "amqps")) {
            settings.add("listeners." + off + ".port=0");
        }
        server = Server.start(new ConfigSource(null, Map.of(), settings).read(new ArrayList<>()));
        first = Files.readString(data().resolve("console.password")).strip();
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    private Path data() {
        return folder.resolve("data");
    }

    /// A browser that is logged in, or not yet.
    private final class Browser {
        private String cookie = "";

        HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.ofString(body));
            if (headers.length == 0) {
                request.header("X-Hongyan-Console", "1");
            } else {
                request.headers(headers);
            }
            if (!cookie.isEmpty()) {
                request.header("Cookie", "other=1; " + cookie);
            }
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            response.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.split(";", -1)[0]);
            return response;
        }

        HttpResponse<String> logIn(String account, String password) throws Exception {
            return send("POST", "/session", Json.line(Map.of("account", account, "password", password)));
        }

        int status(String method, String path, String body) throws Exception {
            return send(method, path, body).statusCode();
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.ports().get("admin") + path);
    }

    private Browser administrator() throws Exception {
        Browser browser = new Browser();
        assertThat(browser.logIn("admin", first).statusCode()).isEqualTo(200);
        String change = Json.line(Map.of("current", first, "password", OWN));
        assertThat(browser.status("POST", "/session/password", change)).isEqualTo(200);
        return browser;
    }

    /// Makes an account, and logs it in with a password of its own.
    private Browser browser(Browser administrator, String name, String role, List<String> instances) throws Exception {
        HttpResponse<String> made = administrator.send(
                "POST", "/accounts", Json.line(Map.of("name", name, "role", role, "instances", instances)));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        String password = Json.object(made.body()).text("password");
        Browser browser = new Browser();
        browser.logIn(name, password);
        String change = Json.line(Map.of("current", password, "password", name + OWN));
        assertThat(browser.status("POST", "/session/password", change)).isEqualTo(200);
        return browser;
    }

    @Test
    void the_first_login_has_to_choose_a_password_before_anything_else() throws Exception {
        Browser browser = new Browser();
        JsonFields session = Json.object(browser.logIn("admin", first).body());
        assertThat(session.truth("mustChangePassword", false)).isTrue();
        HttpResponse<String> refused = browser.send("GET", "/instances", "");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(Json.object(refused.body()).text("code")).isEqualTo("password-change-needed");

        String change = Json.line(Map.of("current", first, "password", OWN));
        assertThat(browser.status("POST", "/session/password", change)).isEqualTo(200);
        assertThat(browser.status("GET", "/instances", "")).isEqualTo(200);
        assertThat(data().resolve("console.password")).doesNotExist();
        assertThat(new Browser().logIn("admin", first).statusCode()).isEqualTo(401);
    }

    @Test
    void the_cookie_is_for_this_site_and_no_script_and_another_one_after_each_login() throws Exception {
        Browser browser = administrator();
        String set =
                browser.logIn("admin", OWN).headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(set).contains("HttpOnly").contains("SameSite=Strict").contains("Path=/");

        Browser chosen = new Browser();
        chosen.cookie = "hongyan_console=chosen-by-somebody";
        chosen.logIn("admin", OWN);
        assertThat(chosen.cookie).startsWith("hongyan_console=").doesNotContain("chosen-by-somebody");
        Browser attacker = new Browser();
        attacker.cookie = "hongyan_console=chosen-by-somebody";
        assertThat(attacker.status("GET", "/session", "")).isEqualTo(401);
    }

    @Test
    void a_page_of_another_site_cannot_use_the_session() throws Exception {
        Browser browser = administrator();
        assertThat(browser.send("POST", "/instances", "{\"id\":\"evil\"}", "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(401);
        assertThat(browser.send("DELETE", "/session", "", "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.status("GET", "/session", "")).isEqualTo(200);
    }

    @Test
    void whoever_logs_out_is_out() throws Exception {
        Browser browser = administrator();
        String cookie = browser.cookie;
        assertThat(browser.status("DELETE", "/session", "")).isEqualTo(200);
        Browser later = new Browser();
        later.cookie = cookie;
        assertThat(later.status("GET", "/instances", "")).isEqualTo(401);
    }

    @Test
    void guessing_is_locked_out_and_told_in_the_audit_log() throws Exception {
        Browser browser = new Browser();
        for (int i = 0; i < 5; i++) {
            assertThat(browser.logIn("admin", "guess" + i).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> locked = browser.logIn("admin", first);
        assertThat(locked.statusCode()).isEqualTo(429);
        assertThat(Json.object(locked.body()).text("message")).contains("try again in 60 seconds");
        assertThat(Files.readString(data().resolve("audit.log"))).contains("log in to the console as admin");
    }

    @ParameterizedTest
    @CsvSource({
        "viewer, POST, /reload, 403",
        "viewer, GET, /status, 200",
        "operator, POST, /reload, 200",
        "operator, POST, /instances, 403",
        "viewer, GET, /accounts, 403",
        "operator, GET, /accounts, 403"
    })
    void a_role_may_do_what_the_key_of_that_role_may(String role, String method, String path, int status)
            throws Exception {
        Browser browser = browser(administrator(), "somebody-else", role, List.of());
        assertThat(browser.status(method, path, "{}")).isEqualTo(status);
    }

    @Test
    void an_account_of_few_instances_sees_no_other_and_nothing_of_the_service() throws Exception {
        Browser administrator = administrator();
        assertThat(administrator.status("POST", "/instances", "{\"id\":\"mqtt-second\"}"))
                .isEqualTo(200);
        Browser narrowed = browser(administrator, "tenant", "administrator", List.of("mqtt-second"));

        HttpResponse<String> list = narrowed.send("GET", "/instances", "");
        assertThat(Json.object(list.body()).objects("instances"))
                .extracting(each -> each.text("id"))
                .containsExactly("mqtt-second");
        assertThat(narrowed.status("POST", "/instances/mqtt-second/topics", "{\"name\":\"meters\"}"))
                .isEqualTo(200);
        String other = Json.object(administrator.send("GET", "/instances", "").body()).objects("instances").stream()
                .map(each -> each.text("id"))
                .filter(id -> !id.equals("mqtt-second"))
                .findFirst()
                .orElseThrow();
        assertThat(narrowed.status("GET", "/instances/" + other + "/topics", ""))
                .isEqualTo(403);
        assertThat(narrowed.status("GET", "/status", "")).isEqualTo(403);
        assertThat(narrowed.status("POST", "/instances", "{\"id\":\"mqtt-third\"}"))
                .isEqualTo(403);
        assertThat(narrowed.status("GET", "/accounts", "")).isEqualTo(403);
    }

    @Test
    void a_change_of_an_account_ends_its_sessions() throws Exception {
        Browser administrator = administrator();
        Browser guest = browser(administrator, "guest", "operator", List.of());
        assertThat(administrator.status("PATCH", "/accounts/guest", "{\"role\":\"viewer\"}"))
                .isEqualTo(200);
        assertThat(guest.status("GET", "/status", "")).isEqualTo(401);
        assertThat(administrator.send("GET", "/accounts", "").body()).doesNotContain("$2a$");
    }

    @Test
    void every_answer_forbids_frames_and_foreign_scripts() throws Exception {
        for (String path : List.of("/", "/console/", "/session", "/instances", "/nothing")) {
            HttpResponse<String> response = new Browser().send("GET", path, "");
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("script-src 'self'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        }
    }

    @Test
    void the_live_view_tells_every_two_seconds_what_happens() throws Exception {
        Browser browser = administrator();
        HttpRequest request = HttpRequest.newBuilder(uri("/live"))
                .header("Cookie", browser.cookie)
                .build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            JsonFields sample = null;
            for (String line = lines.readLine(); sample == null && line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    sample = Json.object(line.substring("data: ".length()));
                }
            }
            assertThat(sample).isNotNull();
            assertThat(sample.names()).contains("at", "connections", "messagesReceived", "drops", "cpuPercent");
        }
        assertThat(new Browser().send("GET", "/live", "", "Accept", "*/*").statusCode())
                .isEqualTo(401);
    }

    @Test
    void an_account_that_is_disabled_reads_on_no_longer() throws Exception {
        Browser administrator = administrator();
        Browser operator = browser(administrator, "leaver", "operator", List.of());
        HttpRequest request = HttpRequest.newBuilder(uri("/live"))
                .header("Cookie", operator.cookie)
                .build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        assertThat(administrator.status("PATCH", "/accounts/leaver", "{\"enabled\":false}"))
                .isEqualTo(200);
        try (InputStream body = response.body()) {
            body.readAllBytes(); // ends
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"instances\":null}",
                "{\"instance\":[\"mqtt-mine\"]}",
                "{\"roel\":\"viewer\"}",
                "{\"instances\":[\"\"]}",
                "{\"instances\":[\"a b\"]}"
            })
    void a_change_that_is_not_understood_widens_nothing(String change) throws Exception {
        Browser administrator = administrator();
        browser(administrator, "tenant", "operator", List.of("mqtt-mine"));
        assertThat(administrator.status("PATCH", "/accounts/tenant", change)).isEqualTo(400);
        assertThat(Json.object(administrator.send("GET", "/accounts", "").body()).objects("accounts").stream()
                        .filter(each -> each.text("name").equals("tenant"))
                        .findFirst()
                        .orElseThrow()
                        .texts("instances"))
                .containsExactly("mqtt-mine");
    }

    @Test
    void a_password_that_breaks_a_rule_is_no_guess_and_the_audit_log_tells_who_tried_it() throws Exception {
        Browser browser = administrator();
        for (int i = 0; i < 6; i++) {
            assertThat(browser.status(
                            "POST", "/session/password", Json.line(Map.of("current", OWN, "password", "short"))))
                    .isEqualTo(400);
        }
        assertThat(new Browser().logIn("admin", OWN).statusCode()).isEqualTo(200);
        assertThat(Files.readString(data().resolve("audit.log")))
                .contains("\"who\":\"admin\"")
                .contains("change the own password");
    }

    @Test
    void the_audit_log_tells_which_role_an_account_got() throws Exception {
        Browser administrator = administrator();
        browser(administrator, "riser", "viewer", List.of());
        administrator.send("PATCH", "/accounts/riser", "{\"role\":\"administrator\",\"instances\":[\"mqtt-mine\"]}");
        assertThat(Files.readString(data().resolve("audit.log")))
                .contains("{\"role\":\"administrator\",\"instances\":[\"mqtt-mine\"]}");
    }

    @Test
    void the_key_of_the_administration_makes_accounts_too() throws Exception {
        HttpResponse<String> response = new Browser()
                .send(
                        "POST",
                        "/accounts/admin/password",
                        "",
                        "Authorization",
                        "Bearer " + AdminKey.readOrMake(data(), new SecureRandom()));
        String password = Json.object(response.body()).text("password");
        assertThat(new Browser().logIn("admin", password).statusCode()).isEqualTo(200);
    }

    /// Each path with something in place of its names that is nowhere.
    private static String somewhere(String path) {
        return path.replaceAll("\\{[a-z]+}", "nowhere");
    }

    @Test
    void no_role_may_do_what_needs_a_higher_one_whatever_the_route() throws Exception {
        Browser administrator = administrator();
        Browser viewer = browser(administrator, "a-viewer", "viewer", List.of());
        Browser operator = browser(administrator, "an-operator", "operator", List.of());
        JsonFields paths =
                Json.object(viewer.send("GET", "/openapi.json", "").body()).object("paths");
        int refused = 0;
        for (String path : paths.names()) {
            for (String method : paths.object(path).names()) {
                String role = paths.object(path).object(method).text("x-hongyan-role");
                String upper = method.toUpperCase(Locale.ROOT);
                if (!role.equals("viewer")) {
                    assertThat(viewer.status(upper, somewhere(path), "{}"))
                            .as(upper + path)
                            .isEqualTo(403);
                    refused++;
                }
                if (role.equals("administrator")) {
                    assertThat(operator.status(upper, somewhere(path), "{}"))
                            .as(upper + path)
                            .isEqualTo(403);
                }
                if (!upper.equals("GET") && !path.endsWith("/tokens/query")) {
                    assertThat(role).as(upper + path).isNotEqualTo("viewer");
                }
            }
        }
        assertThat(refused).isGreaterThan(60);
    }

    @Test
    void an_account_of_one_instance_is_refused_on_every_route_to_another_and_to_the_service() throws Exception {
        Browser narrowed = browser(administrator(), "tenant", "administrator", List.of("mqtt-mine"));
        JsonFields paths =
                Json.object(narrowed.send("GET", "/openapi.json", "").body()).object("paths");
        for (String path : paths.names()) {
            for (String method : paths.object(path).names()) {
                int status = narrowed.status(method.toUpperCase(Locale.ROOT), somewhere(path), "{}");
                boolean harmless = List.of("/instances", "/openapi.json").contains(path) && method.equals("get");
                assertThat(status).as(method + path).isEqualTo(harmless ? 200 : 403);
            }
        }
    }

    @Test
    void the_description_names_each_operation_by_a_sentence_and_those_that_only_look_answer() throws Exception {
        Browser browser = administrator();
        JsonFields paths =
                Json.object(browser.send("GET", "/openapi.json", "").body()).object("paths");
        for (String path : paths.names()) {
            for (String method : paths.object(path).names()) {
                JsonFields operation = paths.object(path).object(method);
                assertThat(operation.text("summary"))
                        .as("write a line for %s %s into descriptions.txt", method, path)
                        .doesNotContain("/");
                if (method.equals("get") && !path.contains("{") && !path.equals("/live")) {
                    assertThat(browser.send("GET", path, "").statusCode())
                            .as(path)
                            .isEqualTo(200);
                }
            }
        }
    }
}
