package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an administrator keeps a client out, and lets it in again.
class AdminBlacklistTest {
    @TempDir
    private Path folder;

    private OpenServer server;

    @BeforeEach
    void start() throws IOException {
        server = new OpenServer(folder.resolve("data"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int reason() {
        try (RawClient client = new RawClient(server.server().ports().get("tcp"))) {
            return client.connectReason(Connecting.as(Version.MQTT_5, "thief"));
        }
    }

    private static List<String> ids(JsonFields answer) {
        return answer.objects("entries").stream()
                .map(each -> each.text("clientId"))
                .toList();
    }

    @Test
    void a_client_on_the_blacklist_is_thrown_out_and_kept_out() throws IOException {
        try (RawClient thief = server.client("thief")) {
            server.change("POST", "/blacklist", "{\"clientId\":\"thief\"}");
            assertThat(thief.expect(Received.DISCONNECT).reason()).isGreaterThanOrEqualTo(0x80);
        }
        server.restart();
        assertThat(reason()).isEqualTo(ReasonCode.BANNED.code());
        assertThat(ids(server.ask("/blacklist"))).containsExactly("thief");
        server.change("DELETE", "/blacklist?clientId=thief", "");
        assertThat(reason()).isZero();
        assertThat(ids(server.ask("/blacklist"))).isEmpty();
    }

    @Test
    void the_blacklist_comes_in_pages() throws IOException {
        for (String id : List.of("c", "a", "b")) {
            server.change("POST", "/blacklist", "{\"clientId\":\"" + id + "\"}");
        }
        JsonFields page = server.ask("/blacklist?limit=2");
        assertThat(ids(page)).containsExactly("a", "b");
        page = server.ask("/blacklist?limit=2&after=" + page.text("after"));
        assertThat(ids(page)).containsExactly("c");
        assertThat(page.names()).doesNotContain("after");
    }

    @Test
    void what_cannot_be_done_is_named() throws IOException {
        server.change("POST", "/blacklist", "{\"clientId\":\"a\"}");
        server.expectRefusal(409, "POST", "/blacklist", "{\"clientId\":\"a\"}", "client a is on the blacklist");
        server.expectRefusal(404, "DELETE", "/blacklist?clientId=b", "", "client b is not on the blacklist");
        server.expectRefusal(400, "DELETE", "/blacklist", "", "clientId is missing");
        String long257 = "a".repeat(257);
        server.expectRefusal(400, "DELETE", "/blacklist?clientId=" + long257, "", "of 1 to 256 characters");
        server.expectRefusal(400, "POST", "/blacklist", "{\"address\":\"192.0.2.1\"}", "no address", "clientId");
        server.expectRefusal(400, "GET", "/blacklist?after=nonsense", "", "after", "nonsense");
    }
}
