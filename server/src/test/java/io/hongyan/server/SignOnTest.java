package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: whom the provider knows and the configuration gives a role gets in, as far as that role goes.
class SignOnTest extends SignOnStage {
    @Test
    void a_login_by_the_provider_lands_on_the_page_that_was_asked_for() throws Exception {
        Visit visit = new Visit().begin("/instances/mqtt-seven/clients?prefix=a%2Fb");
        assertThat(visit.request.toString()).startsWith(provider.issuer() + "/login?tenant=plant&");
        assertThat(HandmadeProvider.query(visit.request))
                .containsEntry("response_type", "code")
                .containsEntry("client_id", HandmadeProvider.CLIENT)
                .containsEntry("redirect_uri", ADDRESS + "/console/oidc/callback")
                .containsEntry("scope", "openid profile email")
                .containsEntry("code_challenge_method", "S256");
        assertThat(visit.set)
                .startsWith("hongyan_oidc=")
                .contains("HttpOnly", "SameSite=Lax", "Path=/console/oidc", "Max-Age=600");

        HttpResponse<String> back = visit.comeBack(provider.logIn(visit.request, ALICE));
        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(place(back)).isEqualTo("/console/instances/mqtt-seven/clients?prefix=a%2Fb");
        assertThat(back.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Strict", "Path=/");
        Browser browser = browser(back);
        JsonFields session = Json.object(browser.send("GET", "/session", "").body());
        assertThat(session.values())
                .containsEntry("account", "oidc:alice")
                .containsEntry("role", "operator")
                .containsEntry("instances", List.of())
                .containsEntry("mustChangePassword", false)
                .containsEntry("oidc", true);
        assertThat(browser.status("GET", "/instances", "")).isEqualTo(200);
        assertThat(browser.status("GET", "/accounts", ""))
                .as("not an administrator")
                .isEqualTo(403);
        assertThat(browser.status("POST", "/reload", "")).isEqualTo(200);
        assertThat(audit().getFirst().values())
                .containsEntry("who", "oidc:alice")
                .containsEntry("what", "log in to the console")
                .containsEntry("status", 200L)
                .containsEntry("details", Map.of("subject", "person-1"));
        assertThat(audit().getLast().values())
                .containsEntry("who", "oidc:alice")
                .containsEntry("what", "POST /reload");
    }

    @Test
    void the_login_page_learns_where_the_button_leads_and_nothing_secret() throws Exception {
        HttpResponse<String> ways = new Browser().send("GET", "/session/ways", "");
        assertThat(Json.object(ways.body()).object("oidc").values())
                .isEqualTo(Map.of("start", ADDRESS + "/console/oidc/start"));
        assertThat(new Browser().status("POST", "/session/ways", "")).isEqualTo(405);
    }

    @Test
    void the_first_role_of_the_configuration_that_somebody_has_counts() throws Exception {
        Browser both = browser(
                logIn(Map.of("preferred_username", "bo", "groups", List.of("plant-7", "hongyan-administrators"))));
        assertThat(both.status("GET", "/accounts", "")).isEqualTo(200);

        Browser tenant = browser(logIn(Map.of("preferred_username", "tina", "groups", "plant-7")));
        JsonFields session = Json.object(tenant.send("GET", "/session", "").body());
        assertThat(session.texts("instances")).containsExactly("mqtt-seven");
        assertThat(session.text("role")).isEqualTo("viewer");
        assertThat(tenant.status("GET", "/status", "")).as("the whole service").isEqualTo(403);
    }

    @Test
    void who_has_no_role_is_refused_by_name() throws Exception {
        expectRefused(logIn(Map.of("preferred_username", "mallory", "groups", List.of("staff"))), "role");
        assertThat(audit().getLast().values())
                .containsEntry("who", "somebody")
                .containsEntry("what", "log in to the console as oidc:mallory")
                .containsEntry("status", 403L)
                .containsEntry("why", "none of what the provider tells as groups is in console.oidc.roles: [staff]");
        expectRefused(logIn(Map.of("preferred_username", "mallory")), "role");
        expectRefused(logIn(Map.of("groups", "hongyan-administrators")), "role");
        expectRefused(logIn(Map.of("preferred_username", "a\nb", "groups", "hongyan-administrators")), "role");
    }

    @Test
    void what_the_token_lacks_is_asked_for() throws Exception {
        provider.userInfo = new HashMap<>(ALICE);
        provider.userInfo.put("sub", "person-1");
        assertThat(place(logIn(Map.of()))).isEqualTo("/console/");
        provider.userInfo.put("sub", "person-2");
        expectRefused(logIn(Map.of()), "token");
    }

    @Test
    void an_account_of_the_same_name_is_another_one() throws Exception {
        Browser administrator = administrator();
        Browser local = browser(administrator, "alice", "viewer", List.of());
        Browser guest = browser(logIn(ALICE));
        assertThat(administrator.status("DELETE", "/accounts/alice", "")).isEqualTo(200);
        assertThat(local.status("GET", "/session", "")).isEqualTo(401);
        assertThat(guest.status("GET", "/session", "")).isEqualTo(200);
    }

    @Test
    void there_is_no_password_to_change_and_logging_out_ends_the_session() throws Exception {
        Browser browser = browser(logIn(ALICE));
        String cookie = browser.cookie;
        HttpResponse<String> refused = browser.send("POST", "/session/password", "{}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("oidc:alice has no password here");
        assertThat(browser.status("DELETE", "/session", "")).isEqualTo(200);
        browser.cookie = cookie;
        assertThat(browser.status("GET", "/session", "")).isEqualTo(401);
    }

    @Test
    void a_session_that_was_chosen_by_somebody_else_is_not_the_one_that_begins() throws Exception {
        Visit visit = new Visit().begin("/");
        Map<String, String> query = provider.logIn(visit.request, ALICE);
        String set = visit.withCookie("hongyan_console=chosen; " + visit.cookie())
                .comeBack(query)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        assertThat(set).startsWith("hongyan_console=").doesNotContain("chosen");
    }

    @Test
    void new_keys_of_the_provider_are_fetched_when_a_token_has_one() throws Exception {
        assertThat(place(logIn(ALICE))).isEqualTo("/console/");
        assertThat(place(logIn(ALICE))).isEqualTo("/console/");
        assertThat(provider.keyRequests).hasValue(1);
        provider.key = HandmadeProvider.newKey("second");
        assertThat(place(logIn(ALICE))).isEqualTo("/console/");
        assertThat(provider.keyRequests).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({
        "//evil.example, /console/",
        "/\\evil.example, /console/",
        "https://evil.example/, /console/",
        "'', /console/",
        "/%2e%2e/session, /console/",
        "/instances?q=//evil.example, /console/instances?q=//evil.example"
    })
    void nothing_leads_from_the_login_to_another_site(String back, String place) throws Exception {
        Visit visit = new Visit().begin(back);
        assertThat(place(visit.comeBack(provider.logIn(visit.request, ALICE)))).isEqualTo(place);
    }

    @Test
    void what_comes_of_logins_is_counted() throws Exception {
        logIn(ALICE);
        logIn(Map.of("preferred_username", "mallory"));
        new Visit().comeBack(Map.of("state", "guess"));
        new Visit().begin("/");
        Operator operator = new Operator(server.ports(), data());
        for (String result : List.of("done", "refused", "stray")) {
            assertThat(operator.metric("hongyan_console_sign_ons_total{result=\"" + result + "\"}"))
                    .as(result)
                    .isEqualTo(1);
        }
        assertThat(operator.metric("hongyan_console_sign_ons_pending")).isEqualTo(1);
    }
}
