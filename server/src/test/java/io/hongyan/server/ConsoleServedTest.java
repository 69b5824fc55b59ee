package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.data.AdminKey;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: who logs in to the console gets in, and nobody does by another way.
class ConsoleServedTest extends ConsoleStage {
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

    @Test
    void tries_that_a_lock_refuses_are_counted_and_told_in_few_lines() throws Exception {
        Browser browser = new Browser();
        for (int i = 0; i < 25; i++) {
            browser.logIn("admin", "guess" + i);
        }
        server.close();
        List<JsonFields> refused = Files.readAllLines(data().resolve("audit.log")).stream()
                .map(Json::object)
                .filter(each -> each.number("status") == 429)
                .toList();
        assertThat(refused.getFirst().text("what")).isEqualTo("try a password as admin");
        assertThat(refused.stream().mapToLong(each -> each.number("more", 1)).sum())
                .isEqualTo(20);
        assertThat(refused).hasSizeLessThan(8);
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
}
