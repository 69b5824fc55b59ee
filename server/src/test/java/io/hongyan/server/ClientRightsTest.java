package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator learns why a client may not do what it wants to, without asking its developer.
class ClientRightsTest {
    @TempDir
    private Path folder;

    private AdministeredServer server;
    private Credentials credentials;

    @BeforeEach
    void start() throws IOException {
        server = AdministeredServer.start(folder.resolve("data"));
        credentials = Credentials.read(folder.resolve("data")).orElseThrow();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String path(String device, String query) {
        return "/instances/" + credentials.instance() + "/clients/" + credentials.group() + "@@@" + device + "/rights"
                + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void a_client_with_an_access_key_may_use_declared_topics_only() throws IOException {
        try (RawClient client = new RawClient(server.port("tcp"))) {
            assertThat(client.connectReason(Login.of(credentials, "signed"))).isZero();
            JsonFields rights = server.ask(path(
                    "signed",
                    "?publish=" + encoded(credentials.topic() + "/x") + "&subscribe=" + encoded("Elsewhere/#")));
            assertThat(rights.text("login")).isEqualTo("access-key");
            assertThat(rights.objects("tokens")).isEmpty();
            assertThat(rights.object("publish").truth("allowed", false)).isTrue();
            assertThat(rights.object("subscribe").truth("allowed", true)).isFalse();
            assertThat(rights.object("subscribe").text("why")).contains("Elsewhere");
            assertThat(server.ask(path("signed", "")).names()).containsExactly("login", "tokens");
            client.expectNothing();
        }
    }

    @Test
    void a_client_with_a_token_shows_what_the_token_covers() throws IOException {
        String granted = credentials.topic() + "/granted/#";
        JsonFields made = server.operator()
                .change("POST", "/instances/" + credentials.instance() + "/tokens", """
                {"accessKey": "%s", "resources": ["%s"], "actions": "R", "expireSeconds": 3600}
                """.formatted(
                                credentials.accessKey(), granted));
        String user = "Token|" + credentials.accessKey() + "|" + credentials.instance();
        Connecting login = Login.of(credentials.group() + "@@@holder", user, "R|" + made.text("token"));
        try (RawClient client = new RawClient(server.port("tcp"))) {
            assertThat(client.connectReason(login)).isZero();
            JsonFields rights = server.ask(path(
                    "holder",
                    "?publish=" + encoded(credentials.topic() + "/granted/x") + "&subscribe="
                            + encoded(credentials.topic() + "/granted/+")));
            assertThat(rights.text("login")).isEqualTo("token");
            JsonFields token = rights.objects("tokens").getFirst();
            assertThat(token.text("type")).isEqualTo("R");
            assertThat(token.texts("resources")).containsExactly(granted);
            assertThat(rights.object("publish").truth("allowed", true)).isFalse();
            assertThat(rights.object("subscribe").truth("allowed", false)).isTrue();
        }
    }

    @Test
    void who_is_away_has_no_rights_to_show_and_topics_of_the_service_are_refused() throws IOException {
        assertThat(server.operator().answer("GET", path("away", ""), "").statusCode())
                .isEqualTo(404);
        try (RawClient client = new RawClient(server.port("tcp"))) {
            assertThat(client.connectReason(Login.of(credentials, "here"))).isZero();
            assertThat(server.operator()
                            .answer("GET", path("here", "?publish=%24SYS/x"), "")
                            .body())
                    .contains("the service's");
            assertThat(server.operator()
                            .answer("GET", path("here", "?publish=a%2F%23"), "")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(server.operator()
                            .answer("GET", path("here", "?subscribe=a%23"), "")
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void somebody_without_a_name_is_anonymous() throws IOException {
        try (OpenServer open = new OpenServer(folder.resolve("open"));
                RawClient client = open.client(Connecting.as(Version.MQTT_5, "nobody"))) {
            JsonFields rights = open.ask("/clients/nobody/rights?publish=a&subscribe=b");
            assertThat(rights.text("login")).isEqualTo("anonymous");
            assertThat(rights.object("publish").truth("allowed", false)).isTrue();
            client.expectNothing();
        }
    }
}
