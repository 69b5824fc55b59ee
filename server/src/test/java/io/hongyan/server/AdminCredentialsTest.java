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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: each device gets a secret of its own, and loses it, without the OpenAPI.
class AdminCredentialsTest {
    private static final String DEVICE = "GID_default@@@meter-1";
    private static final String VIEWER = "the-key-of-a-viewer";

    @TempDir
    private Path folder;

    private AdministeredServer server;
    private String path;

    @BeforeEach
    void start() throws IOException {
        server = AdministeredServer.start(folder.resolve("data"), "admin.keys.grafana.key=" + VIEWER);
        String instance = Credentials.read(server.data()).orElseThrow().instance();
        path = "/instances/" + instance + "/device-credentials";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonFields create(String client) throws IOException {
        return server.operator().change("POST", path, "{\"clientId\":\"" + client + "\"}");
    }

    private int reason(JsonFields credential) {
        try (RawClient client = new RawClient(server.port("tcp"))) {
            return client.connectReason(Login.of(DEVICE, credential.text("username"), password(credential)));
        }
    }

    private RawClient in(JsonFields credential) {
        RawClient client = new RawClient(server.port("tcp"))
                .connect(Login.of(DEVICE, credential.text("username"), password(credential)));
        client.expectAccepted();
        return client;
    }

    private static String password(JsonFields credential) {
        return Signature.of(credential.text("secretKey"), DEVICE);
    }

    @Test
    void a_device_gets_in_with_its_secret_until_that_is_replaced_or_deleted() throws IOException {
        JsonFields first = create(DEVICE);
        String one = path + "/" + DEVICE;
        JsonFields second;
        try (RawClient device = in(first)) {
            second = server.operator().change("POST", one + "/refresh", "");
            assertThat(device.expect(Received.DISCONNECT).reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED.code());
        }
        assertThat(reason(first)).isNotZero();
        try (RawClient device = in(second)) {
            server.operator().change("DELETE", one, "");
            assertThat(device.expect(Received.DISCONNECT).reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED.code());
        }
        assertThat(reason(second)).isNotZero();
    }

    @Test
    void neither_a_list_nor_the_audit_log_holds_a_secret() throws IOException {
        JsonFields made = create(DEVICE);
        JsonFields again = server.operator().change("POST", path + "/" + DEVICE + "/refresh", "");
        HttpResponse<String> list = server.send(VIEWER, "GET", path, "");
        assertThat(list.statusCode()).isEqualTo(200);
        JsonFields shown = Json.object(list.body()).objects("credentials").getFirst();
        assertThat(shown.names()).containsExactly("clientId", "accessKey", "createdAt", "updatedAt");
        assertThat(shown.text("accessKey")).isEqualTo(again.text("accessKey"));
        String audit = Files.readString(server.data().resolve("audit.log"));
        assertThat(audit)
                .contains("\"clientId\":\"" + DEVICE + "\"", "device-credentials/" + DEVICE + "/refresh")
                .doesNotContain(made.text("secretKey"), again.text("secretKey"));
    }

    @Test
    void the_list_comes_in_pages_and_finds_by_prefix() throws IOException {
        for (String client : List.of("GID_b@@@1", "GID_a@@@3", "GID_a@@@1", "GID_a@@@2", "GID_a@@@20")) {
            create(client);
        }
        List<String> found = new ArrayList<>();
        String after = "";
        do {
            JsonFields page = server.ask(path + "?prefix=GID_a&limit=3&after=" + after);
            page.objects("credentials").forEach(each -> found.add(each.text("clientId")));
            after = page.optionalText("after").orElse("");
        } while (!after.isEmpty());
        assertThat(found).containsExactly("GID_a@@@1", "GID_a@@@2", "GID_a@@@20", "GID_a@@@3");
        assertThat(server.ask(path + "?prefix=GID_c").objects("credentials")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | '' | {\"clientId\":\"GID_default@@@meter-1\"} | 409 | refresh it",
                "POST | '' | {} | 400 | clientId is missing",
                "POST | '' | {\"client\":\"a\"} | 400 | no client",
                "POST | /GID_default%40%40%402/refresh | '' | 404 | has no credential",
                "DELETE | /GID_default%40%40%402 | '' | 404 | has no credential",
                "GET | ?limit=0 | '' | 400 | limit is 1 to 1000",
                "GET | ?prefix=GID_b&after=GID_a | '' | 400 | after is what an answer",
                "GET | ?prefix=%00 | '' | 400 | U+0000"
            })
    void what_cannot_be_done_is_named(String method, String below, String body, int status, String why)
            throws IOException {
        create(DEVICE);
        HttpResponse<String> answer = server.send(method, path + below, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Json.object(answer.body()).text("message")).contains(why);
    }
}
