package io.hongyan.conformance.console;

import static io.hongyan.conformance.console.Act.audit;
import static io.hongyan.conformance.console.Act.choose;
import static io.hongyan.conformance.console.Act.fill;
import static io.hongyan.conformance.console.Act.gone;
import static io.hongyan.conformance.console.Act.press;
import static io.hongyan.conformance.console.Act.pressIn;
import static io.hongyan.conformance.console.Act.read;
import static io.hongyan.conformance.console.Act.said;
import static io.hongyan.conformance.console.Act.until;
import static io.hongyan.conformance.console.Act.untilIn;
import static io.hongyan.conformance.console.Act.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.auth.Signature;
import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: who may come in is decided on the pages of keys, tokens, certificates and the blacklist, and holds for
/// devices.
@Tag("nightly")
@NeedsProgram(
        value = {"node", "chromium"},
        packages = "browser")
class AccessWritesTest {
    @TempDir
    private static Path folder;

    private static Stage stage;
    private static Administration service;
    private static Window window;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(folder, "access-writes", "--tls-port=auto");
        service = stage.administration();
        window = stage.window("writer", "administrator");
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    private static MqttConnectOptions login(String key, String secret, String device) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName("Signature|" + key + "|" + stage.instance());
        options.setPassword(Signature.of(secret, stage.id(device)).toCharArray());
        return options;
    }

    @Test
    void a_key_pair_opens_the_instance_from_its_creation_to_its_end() throws Exception {
        Seen made = window.at(
                stage.page("/keys"),
                press("keys-create"),
                audit(),
                press("keys-form-submit"),
                said(),
                read("secret-AccessKey"),
                read("secret-SecretKey"),
                audit(),
                press("secret-close"),
                gone("secret-once"));
        String key = made.read().getFirst();
        String secret = made.read().getLast();
        assertThat(made.messages()).containsExactly("AccessKey " + key + " opens this instance.");
        assertThat(made.text()).contains(key).doesNotContain(secret);
        MqttClient device = stage.device("signed", login(key, secret, "signed"));

        Seen disabled = window.act(pressIn(key, "keys-enable"), said(), Act.untilText("disabled"));
        assertThat(disabled.messages()).containsExactly("AccessKey " + key + " is disabled.");
        assertThat(service.get("/keys/" + key).path("enabled").asBoolean()).isFalse();
        assertThatThrownBy(() -> stage.device("signed-later", login(key, secret, "signed-later")))
                .isInstanceOf(MqttException.class);

        window.act(pressIn(key, "keys-enable"), said());
        assertThat(service.get("/keys/" + key).path("enabled").asBoolean()).isTrue();

        Seen gone = window.act(pressIn(key, "keys-delete"), yes(), said());
        assertThat(gone.questions()).singleElement().asString().contains("Delete AccessKey " + key + "?");
        assertThat(gone.messages()).containsExactly("AccessKey " + key + " opens this instance no more.");
        assertThat(service.has("/keys/" + key)).isFalse();
        await().until(() -> !device.isConnected());
    }

    @Test
    void rights_of_a_key_are_narrowed() throws Exception {
        String key = service.post(stage.of("/keys"), Map.of()).path("accessKey").asString();
        Seen done = window.at(
                stage.page("/keys"),
                pressIn(key, "keys-rights"),
                choose("keys-rights-named", "subscribe only"),
                audit(),
                press("keys-rights-form-submit"),
                said(),
                Act.untilText("narrowed"));
        assertThat(done.messages()).containsExactly("The rights of " + key + " are changed.");
        assertThat(service.get("/keys/" + key).path("rights").toString())
                .contains("mq:SUB")
                .doesNotContain("mq:PUB");
    }

    @Test
    void a_temporary_key_is_shown_one_time() throws Exception {
        String key = service.post(stage.of("/keys"), Map.of()).path("accessKey").asString();
        Seen made = window.at(
                stage.page("/keys"),
                pressIn(key, "keys-temporary"),
                audit(),
                press("keys-temporary-form-submit"),
                read("secret-AccessKey"),
                read("secret-SecurityToken"),
                press("secret-close"),
                gone("secret-once"));
        assertThat(made.read().getFirst()).startsWith("STS.");
        assertThat(made.read().getLast()).isNotEmpty();
    }

    @Test
    void a_token_is_applied_for_asked_about_and_revoked() throws Exception {
        Seen made = window.at(
                stage.page("/tokens"),
                fill("tokens-key", stage.program().credentials().accessKey()),
                fill("tokens-resources", stage.topic() + "/#"),
                press("tokens-apply-submit"),
                read("secret-Token"),
                press("secret-close"),
                gone("secret-once"));
        String token = made.read().getFirst();
        Map<String, String> asked = Map.of("token", token);
        assertThat(service.post(stage.of("/tokens/query"), asked).path("valid").asBoolean())
                .isTrue();

        Seen valid = window.act(fill("tokens-query-token", token), press("tokens-query-submit"), until("tokens-valid"));
        assertThat(valid.text()).contains("The token is valid.");
        Seen revoked = window.act(fill("tokens-revoke-token", token), press("tokens-revoke-submit"), yes(), said());
        assertThat(revoked.messages()).containsExactly("The token is revoked. Clients that used it are disconnected.");
        assertThat(service.post(stage.of("/tokens/query"), asked).path("valid").asBoolean())
                .isFalse();
        assertThat(window.act(press("tokens-query-submit"), Act.untilText("The token is not valid."))
                        .text())
                .contains("The token is not valid.");
    }

    @Test
    void a_client_on_the_blacklist_stays_out_until_it_is_off_again() throws Exception {
        MqttClient device = stage.device("banned");
        String id = stage.id("banned");
        Seen added = window.at(
                stage.page("/blacklist"),
                press("blacklist-add"),
                fill("blacklist-form-value", id),
                audit(),
                press("blacklist-form-submit"),
                said(),
                untilIn(id, "blacklist-remove"));
        assertThat(added.messages()).containsExactly(id + " is on the blacklist.");
        assertThat(service.list(stage.of("/blacklist"), "entries", "clientId")).containsExactly(id);
        await().until(() -> !device.isConnected());
        assertThatThrownBy(() -> stage.device("banned")).isInstanceOf(MqttException.class);

        Seen removed = window.act(pressIn(id, "blacklist-remove"), yes(), said());
        assertThat(removed.questions()).singleElement().asString().contains("Take " + id + " off the blacklist?");
        assertThat(removed.messages()).containsExactly(id + " is off the blacklist.");
        assertThat(service.list(stage.of("/blacklist"), "entries", "clientId")).isEmpty();
        stage.device("banned");
    }

    @Test
    void more_entries_of_the_blacklist_than_one_answer_has_can_all_be_reached() throws Exception {
        String instance = "mqtt-banned";
        service.post("/instances", Map.of("id", instance));
        int many = 130;
        for (int i = 0; i < many; i++) {
            service.post("/instances/" + instance + "/blacklist", Map.of("clientId", "GID_x@@@%03d".formatted(i)));
        }
        window.at(
                "/console/instances/" + instance + "/blacklist", press("blacklist-more"), Act.untilText("GID_x@@@129"));
    }

    @Test
    void an_authority_is_registered_deactivated_and_deleted() throws Exception {
        TestAuthority authority = TestAuthority.root("Factory", "EC");
        String code = window.at(stage.page("/certificates"), press("ca-register"), Act.untilText("-"), read("ca-code"))
                .read()
                .getFirst();
        assertThat(code).isNotEmpty();
        Seen made = window.act(
                fill("ca-form-name", "factory"),
                fill("ca-form-certificate", authority.pem()),
                fill("ca-form-verification", authority.verification(code)),
                audit(),
                press("ca-form-submit"),
                said(),
                untilIn("factory", "ca-activate"));
        assertThat(made.messages()).containsExactly("Authority factory is registered.");
        assertThat(authorities()).containsExactly("factory");

        String before = status();
        Seen changed = window.act(pressIn("factory", "ca-activate"), said(), Act.untilText("inactive"));
        assertThat(changed.messages()).containsExactly("factory is inactive.");
        assertThat(status()).isNotEqualTo(before);
        window.act(pressIn("factory", "ca-activate"), said());
        assertThat(status()).isEqualTo(before);

        Seen gone = window.act(pressIn("factory", "ca-delete"), yes(), said());
        assertThat(gone.questions()).singleElement().asString().contains("Delete authority factory?");
        assertThat(gone.messages()).containsExactly("factory is deleted.");
        assertThat(authorities()).isEmpty();
    }

    private static List<String> authorities() throws Exception {
        return service.list(stage.of("/ca"), "authorities", "name");
    }

    private static String status() throws Exception {
        return service.list(stage.of("/ca"), "authorities", "status").getFirst();
    }

    @Test
    void a_certificate_of_a_listener_is_uploaded_and_deleted() throws Exception {
        TestIdentity identity = TestAuthority.root("Shop", "EC").issue(TestAuthority.Wish.server("mqtt.example.com"));
        Seen made = window.at(
                stage.page("/certificates?tab=servers"),
                press("certificates-upload"),
                fill("certificates-form-name", "shop"),
                fill("certificates-form-chain", identity.chainPem()),
                fill("certificates-form-key", identity.keyPem()),
                audit(),
                press("certificates-form-submit"),
                said(),
                untilIn("shop", "certificates-delete"));
        assertThat(made.messages()).containsExactly("Certificate shop is uploaded.");
        assertThat(service.list(stage.of("/certificates"), "certificates", "name"))
                .containsExactly("shop");

        Seen gone = window.act(pressIn("shop", "certificates-delete"), yes(), said());
        assertThat(gone.questions()).singleElement().asString().contains("Delete certificate shop?");
        assertThat(gone.messages()).containsExactly("shop is deleted.");
        assertThat(service.list(stage.of("/certificates"), "certificates", "name"))
                .isEmpty();
    }
}
