package io.hongyan.conformance.console;

import static io.hongyan.conformance.console.Act.audit;
import static io.hongyan.conformance.console.Act.fill;
import static io.hongyan.conformance.console.Act.gone;
import static io.hongyan.conformance.console.Act.press;
import static io.hongyan.conformance.console.Act.pressIn;
import static io.hongyan.conformance.console.Act.read;
import static io.hongyan.conformance.console.Act.said;
import static io.hongyan.conformance.console.Act.until;
import static io.hongyan.conformance.console.Act.untilIn;
import static io.hongyan.conformance.console.Act.untilText;
import static io.hongyan.conformance.console.Act.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Goal: an account is made, used, narrowed, disabled and deleted on the pages, and logging out ends a session for
/// good.
@Tag("nightly")
@NeedsProgram(
        value = {"node", "chromium"},
        packages = "browser")
class AccountWritesTest {
    @TempDir
    private static Path folder;

    private static Stage stage;
    private static Administration service;
    private static Window window;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(folder, "account-writes");
        service = stage.administration();
        service.post("/instances", Map.of("id", "mqtt-second"));
        window = stage.window("writer", "administrator");
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    private static JsonNode account(String name) throws Exception {
        return service.one("/accounts", "accounts", "name", name);
    }

    @Test
    void an_account_lives_from_its_creation_to_its_end() throws Exception {
        Seen made = window.at(
                "/console/accounts",
                press("accounts-create"),
                fill("accounts-form-name", "tenant"),
                press("accounts-form-operator"),
                Act.choose("accounts-form-instances", "mqtt-second"),
                audit(),
                press("accounts-form-submit"),
                read("secret-One-time password"),
                press("secret-close"),
                gone("secret-once"),
                untilIn("tenant", "accounts-enable"));
        String once = made.read().getFirst();
        assertThat(account("tenant").path("role").asString()).isEqualTo("operator");
        assertThat(account("tenant").path("instances").toString()).isEqualTo("[\"mqtt-second\"]");
        assertThat(made.text()).contains("has to change the password").doesNotContain(once);

        Window tenant = stage.window();
        Seen forced = tenant.logIn("tenant", once);
        assertThat(forced.address()).startsWith("/console/password");
        Seen nowhere = tenant.at("/console/instances/mqtt-second", until("password-must"));
        assertThat(nowhere.address()).startsWith("/console/password");
        Seen refused = tenant.act(
                fill("password-current", once),
                fill("password-fresh", "tenant-tenant"),
                fill("password-repeat", "tenant-tenant"),
                press("password-submit"),
                until("password-problem"));
        assertThat(refused.text()).contains("name");
        Seen changed = tenant.act(
                fill("password-fresh", Stage.PASSWORD),
                fill("password-repeat", Stage.PASSWORD),
                press("password-submit"),
                said(),
                until("instance-counts"));
        assertThat(changed.messages()).containsExactly("The password is changed.");
        assertThat(account("tenant").path("mustChangePassword").asBoolean()).isFalse();

        Seen disabled = window.act(pressIn("tenant", "accounts-enable"), said());
        assertThat(disabled.messages()).containsExactly("Account tenant is disabled.");
        assertThat(account("tenant").path("enabled").asBoolean()).isFalse();
        tenant.act(press("instance-refresh"), until("login-submit"));
        Seen out = tenant.act(
                fill("login-account", "tenant"),
                fill("login-password", Stage.PASSWORD),
                press("login-submit"),
                until("login-problem"));
        assertThat(out.text()).contains("The account or the password is wrong.");

        window.act(pressIn("tenant", "accounts-enable"), said());
        assertThat(account("tenant").path("enabled").asBoolean()).isTrue();
        Seen gone = window.act(pressIn("tenant", "accounts-delete"), yes(), said());
        assertThat(gone.questions()).singleElement().asString().contains("Delete account tenant?");
        assertThat(gone.messages()).containsExactly("Account tenant is deleted.");
        assertThat(service.list("/accounts", "accounts", "name")).doesNotContain("tenant");
    }

    @Test
    void an_account_gets_another_role() throws Exception {
        service.account("riser", "viewer", java.util.List.of(), Stage.PASSWORD);
        Seen done = window.at(
                "/console/accounts",
                pressIn("riser", "accounts-change"),
                press("accounts-form-operator"),
                audit(),
                press("accounts-form-submit"),
                said());
        assertThat(done.messages()).containsExactly("Account riser is changed.");
        assertThat(account("riser").path("role").asString()).isEqualTo("operator");
    }

    @Test
    void a_password_is_reset() throws Exception {
        Window other = stage.window("forgetful", "viewer");
        Seen done = window.at(
                "/console/accounts",
                pressIn("forgetful", "accounts-reset"),
                yes(),
                read("secret-One-time password"),
                press("secret-close"),
                gone("secret-once"));
        assertThat(done.questions()).singleElement().asString().contains("Reset the password of forgetful?");
        assertThat(account("forgetful").path("mustChangePassword").asBoolean()).isTrue();
        assertThat(other.at("/console/instances", until("login-submit")).address())
                .startsWith("/console/login");
        Seen again = other.logIn("forgetful", done.read().getFirst());
        assertThat(again.address()).startsWith("/console/password");
    }

    @Test
    void the_last_administrator_of_everything_cannot_be_disabled_and_the_page_tells_why() throws Exception {
        Seen disabled = window.at("/console/accounts", pressIn("admin", "accounts-enable"), said());
        assertThat(disabled.text()).contains("this is you");
        Seen refused = window.act(
                pressIn("writer", "accounts-change"),
                press("accounts-form-viewer"),
                press("accounts-form-submit"),
                untilText("is the last administrator of all instances"),
                press("accounts-form-cancel"));
        assertThat(refused.messages()).isEmpty();
        assertThat(account("writer").path("role").asString()).isEqualTo("administrator");
        window.act(pressIn("admin", "accounts-enable"), said());
        assertThat(account("admin").path("enabled").asBoolean()).isTrue();
    }

    @Test
    void logging_out_ends_the_session_and_the_way_back_shows_nothing() throws Exception {
        Window leaving = stage.window("leaver", "viewer");
        leaving.at("/console/instances", untilText(stage.instance()));
        Seen out = leaving.act(press("account"), press("account-logout"), until("login-submit"));
        assertThat(out.text()).doesNotContain(stage.instance());
        Seen back = leaving.at("/console/instances", until("login-submit"));
        assertThat(back.text()).doesNotContain(stage.instance());
        Seen asked = leaving.act(
                Act.run("fetch('/instances', {headers: {'X-Hongyan-Console': '1'}}).then((r) => r.status)"));
        assertThat(asked.read()).containsExactly("401");
    }
}
