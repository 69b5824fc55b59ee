package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator finds the clients that he looks for among many.
class ClientListTest {
    @TempDir
    private Path folder;

    private final List<RawClient> connected = new ArrayList<>();
    private OpenServer server;

    @BeforeEach
    void start() throws IOException {
        server = new OpenServer(folder.resolve("data"));
        for (String id : List.of("GID_a@@@1", "GID_a@@@2", "GID_b@@@1", "other")) {
            connected.add(server.client(id));
        }
        for (String id : List.of("GID_a@@@3", "away")) {
            server.client(Connecting.as(Version.MQTT_5, id).lasting()).leave();
        }
    }

    @AfterEach
    void stop() {
        connected.forEach(RawClient::close);
        server.close();
    }

    private List<String> ids(String query) throws IOException {
        return ids(server.ask("/clients?" + query));
    }

    private static List<String> ids(JsonFields page) {
        return page.objects("clients").stream()
                .map(client -> client.text("clientId"))
                .toList();
    }

    @Test
    void clients_are_found_by_the_beginning_of_their_id_group_address_and_state() throws IOException {
        assertThat(ids("")).containsExactly("GID_a@@@1", "GID_a@@@2", "GID_a@@@3", "GID_b@@@1", "away", "other");
        assertThat(ids("prefix=GID_")).containsExactly("GID_a@@@1", "GID_a@@@2", "GID_a@@@3", "GID_b@@@1");
        assertThat(ids("group=GID_a")).containsExactly("GID_a@@@1", "GID_a@@@2", "GID_a@@@3");
        assertThat(ids("group=GID_a&prefix=GID")).hasSize(3);
        assertThat(ids("group=GID_a&prefix=GID_a@@@2")).containsExactly("GID_a@@@2");
        assertThat(ids("group=GID_a&prefix=o")).isEmpty();
        assertThat(ids("group=GID")).isEmpty();
        assertThat(ids("state=absent")).containsExactly("GID_a@@@3", "away");
        assertThat(ids("state=connected&group=GID_a")).containsExactly("GID_a@@@1", "GID_a@@@2");
        assertThat(ids("address=127.0.0.1")).containsExactly("GID_a@@@1", "GID_a@@@2", "GID_b@@@1", "other");
        assertThat(ids("address=192.0.2.1")).isEmpty();
    }

    @Test
    void a_full_page_says_where_the_next_one_begins() throws IOException {
        JsonFields page = server.ask("/clients?prefix=GID_a&limit=2");
        assertThat(ids(page)).containsExactly("GID_a@@@1", "GID_a@@@2");
        JsonFields next = server.ask("/clients?prefix=GID_a&limit=2&after=" + page.text("after"));
        assertThat(ids(next)).containsExactly("GID_a@@@3");
        assertThat(next.names()).doesNotContain("after");
    }

    @Test
    void what_cannot_be_looked_for_is_named() throws IOException {
        server.expectRefusal(400, "GET", "/clients?state=asleep", "", "state is connected or absent", "asleep");
        server.expectRefusal(400, "GET", "/clients?address=example.com", "", "IP address", "example.com");
        server.expectRefusal(400, "GET", "/clients?limit=1001", "", "1 to 1000", "1001");
    }
}
