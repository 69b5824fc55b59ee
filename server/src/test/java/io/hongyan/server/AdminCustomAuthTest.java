package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.auth.Signature;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: an administrator says who logs in by a name and a secret, and what they may do, without the OpenAPI.
class AdminCustomAuthTest {
    private static final String VIEWER = "the-key-of-a-viewer";
    private static final String CLIENT = "any-id";

    @TempDir
    private Path folder;

    private AdministeredServer server;
    private String identities;
    private String permissions;

    @BeforeEach
    void start() throws IOException {
        server = AdministeredServer.start(folder.resolve("data"), "admin.keys.grafana.key=" + VIEWER);
        String instance = Credentials.read(server.data()).orElseThrow().instance();
        identities = "/instances/" + instance + "/custom-auth/identities";
        permissions = "/instances/" + instance + "/custom-auth/permissions";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonFields change(String method, String path, Map<String, String> body) throws IOException {
        return server.operator().change(method, path, Json.line(body));
    }

    private RawClient in(String user, String password) {
        RawClient client = new RawClient(server.port("tcp")).connect(Login.of(CLIENT, user, password));
        client.expectAccepted();
        return client;
    }

    private int reason(String user, String password) {
        try (RawClient client = new RawClient(server.port("tcp"))) {
            return client.connectReason(Login.of(CLIENT, user, password));
        }
    }

    @Test
    void an_identity_lets_clients_in_until_it_is_deleted() throws IOException {
        JsonFields made = change("POST", identities, Map.of("username", "meter"));
        assertThat(made.text("signMode")).isEqualTo("origin");
        try (RawClient client = in("meter", made.text("secret"))) {
            server.operator().change("DELETE", identities + "?username=meter", "");
            assertThat(client.expect(Received.DISCONNECT).reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED.code());
        }
        assertThat(reason("meter", made.text("secret"))).isNotZero();
    }

    @Test
    void a_secret_is_changed_or_made_anew_and_the_mode_stays() throws IOException {
        Map<String, String> meter = Map.of("username", "meter", "secret", "old", "signMode", "signed");
        assertThat(change("POST", identities, meter).names()).doesNotContain("secret");
        assertThat(reason("meter", Signature.of("old", CLIENT))).isZero();
        change("PATCH", identities, Map.of("username", "meter", "secret", "given"));
        assertThat(reason("meter", Signature.of("old", CLIENT))).isNotZero();
        assertThat(reason("meter", Signature.of("given", CLIENT))).isZero();
        JsonFields fresh = change("POST", identities + "/refresh", Map.of("username", "meter"));
        assertThat(reason("meter", Signature.of(fresh.text("secret"), CLIENT))).isZero();
        change("PATCH", identities, Map.of("username", "meter", "signMode", "origin"));
        assertThat(reason("meter", fresh.text("secret"))).isZero();
    }

    @Test
    void permissions_hold_at_once_from_their_addition_to_their_deletion() throws IOException {
        change("POST", identities, Map.of("username", "meter", "secret", "s"));
        Map<String, String> permission =
                Map.of("type", "user", "identity", "meter", "topic", "TopicDefault/#", "action", "pubSub");
        assertThat(subscribed()).isFalse();
        change("POST", permissions, permission);
        Awaitility.await().until(this::subscribed);
        assertThat(server.ask(permissions + "?type=user&identity=meter").objects("permissions"))
                .singleElement()
                .satisfies(each -> assertThat(each.values())
                        .isEqualTo(Map.of(
                                "type", "user",
                                "identity", "meter",
                                "topic", "TopicDefault/#",
                                "action", "pubSub",
                                "effect", "allow")));
        Map<String, String> publishing =
                Map.of("identity", "meter", "topic", "TopicDefault/#", "action", "pub", "effect", "allow");
        change("PUT", permissions, publishing);
        Awaitility.await().until(() -> !subscribed());
        server.operator().change("DELETE", permissions + "?identity=meter&topic=TopicDefault/%23", "");
        assertThat(server.ask(permissions).objects("permissions")).isEmpty();
    }

    private boolean subscribed() {
        try (RawClient client = in("meter", "s")) {
            return client.subscribeReason("TopicDefault/1") < 0x80;
        } catch (AssertionError _) {
            return false; // profile cloud ends the connection of who may not
        }
    }

    @Test
    void neither_a_list_nor_the_audit_log_holds_a_secret() throws IOException {
        String made = change("POST", identities, Map.of("username", "meter")).text("secret");
        change("POST", identities, Map.of("username", "other", "secret", "given-by-hand"));
        HttpResponse<String> list = server.send(VIEWER, "GET", identities, "");
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body()).contains("meter", "other").doesNotContain("secret", made, "given-by-hand");
        assertThat(Files.readString(server.data().resolve("audit.log")))
                .contains("\"username\":\"other\"")
                .doesNotContain(made, "given-by-hand");
    }

    @Test
    void identities_come_in_pages_by_prefix_and_type() throws IOException {
        for (String user : List.of("b", "a2", "a1", "a3")) {
            change("POST", identities, Map.of("username", user, "secret", "s"));
        }
        change("POST", identities, Map.of("type", "client", "username", "a9", "clientId", "c", "secret", "s"));
        assertThat(names("?prefix=a&limit=2")).containsExactly("a9", "a1", "a2", "a3");
        assertThat(names("?prefix=a&type=user&limit=1")).containsExactly("a1", "a2", "a3");
        assertThat(names("?type=client")).containsExactly("a9");
        assertThat(names("?limit=1")).hasSize(5);
    }

    private List<String> names(String query) throws IOException {
        List<String> names = new ArrayList<>();
        String after = "";
        do {
            JsonFields page = server.ask(identities + query + after);
            page.objects("identities").forEach(each -> names.add(each.text("username")));
            after = page.optionalText("after").map(next -> "&after=" + next).orElse("");
        } while (!after.isEmpty());
        return names;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | ids | {'username':'u'} | 409 | there is an identity of user u",
                "POST | ids | {'username':''} | 400 | username has 1 to 64",
                "POST | ids | {'username':'v','secret':''} | 400 | secret has 1 to 128",
                "POST | ids | {'username':'v','type':'client'} | 400 | clientId has 1 to 256",
                "POST | ids | {'username':'v','clientId':'c'} | 400 | for any client id",
                "POST | ids | {'username':'v','signMode':'plain'} | 400 | signMode is origin or signed",
                "POST | ids | {'name':'v'} | 400 | no name",
                "PATCH | ids | {'username':'u'} | 400 | nothing changes",
                "PATCH | ids | {'username':'v','secret':'s'} | 404 | no identity of user v",
                "POST | ids/refresh | {'username':'v'} | 404 | no identity of user v",
                "DELETE | ids?username=v | '' | 404 | no identity of user v",
                "GET | ids?after=AAAA | '' | 400 | after is what an answer",
                "GET | ids?type=group | '' | 400 | type is user or client",
                "POST | perms | {'identity':'u','topic':'T/#','action':'pub'} | 409 | there is a permission of u",
                "POST | perms | {'identity':'u','topic':'$share/g/T','action':'pub'} | 400 | topic is a topic",
                "POST | perms | {'identity':'u','topic':'T/1','action':'connect'} | 400 | action is pub or sub or",
                "POST | perms | {'identity':'u','topic':'T/1','action':'pub','effect':'no'} | 400 | effect is allow",
                "PUT | perms | {'identity':'u','topic':'T/1','action':'pub'} | 404 | no permission of u",
                "DELETE | perms?identity=u&topic=T/1 | '' | 404 | no permission of u",
                "GET | perms?identity=u | '' | 400 | belongs type"
            })
    void what_cannot_be_done_is_named(String method, String path, String body, int status, String why)
            throws IOException {
        change("POST", identities, Map.of("username", "u", "secret", "s"));
        change("POST", permissions, Map.of("identity", "u", "topic", "T/#", "action", "pub"));
        String target = path.startsWith("ids") ? identities + path.substring(3) : permissions + path.substring(5);
        HttpResponse<String> answer = server.send(method, target, body.replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Json.object(answer.body()).text("message")).contains(why);
    }
}
