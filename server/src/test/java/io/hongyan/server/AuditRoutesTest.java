package io.hongyan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what the audit log has can be looked up without a shell on the machine.
class AuditRoutesTest {
    private static final String VIEWER = "the-key-of-a-viewer";
    private static final int MANY = 120_000;

    @TempDir
    private Path folder;

    private AdministeredServer server;

    @BeforeEach
    void start() throws IOException {
        server = AdministeredServer.start(folder.resolve("data"), "admin.keys.grafana.key=" + VIEWER);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void make(String instance) throws IOException {
        assertThat(server.send("POST", "/instances", "{\"id\":\"" + instance + "\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    private static String line(int number, String who) {
        return "{\"event\":\"administration\",\"at\":\"2026-11-30T08:00:00Z\",\"who\":\"" + who
                + "\",\"what\":\"POST /made/" + number + "\",\"status\":200}\n";
    }

    private static String lines(int from, int to, String who) {
        return IntStream.range(from, to).mapToObj(i -> line(i, who)).collect(Collectors.joining());
    }

    private static List<String> whats(JsonFields answer) {
        return answer.objects("records").stream().map(each -> each.text("what")).toList();
    }

    @Test
    void the_newest_record_comes_first_and_has_all_that_the_file_has() throws Exception {
        make("mqtt-one");
        make("mqtt-two");
        JsonFields answer = server.ask("/audit");
        assertThat(answer.names()).containsExactly("records");
        assertThat(answer.objects("records")).hasSize(2);
        assertThat(answer.objects("records").getFirst().values())
                .containsEntry("who", "admin.key")
                .containsEntry("role", "administrator")
                .containsEntry("what", "POST /instances")
                .containsEntry("status", 200L)
                .containsKeys("at", "address")
                .doesNotContainKey("event")
                .hasEntrySatisfying(
                        "details", details -> assertThat(details).asString().contains("mqtt-two"));
        assertThat(server.ask("/audit?limit=1").objects("records")).hasSize(1);
        assertThat(server.ask("/audit").objects("records"))
                .as("looking is no change")
                .hasSize(2);
    }

    @Test
    void pages_go_on_through_the_file_before_and_are_filtered() throws Exception {
        Files.writeString(folder.resolve("data/audit.log.previous"), lines(0, 5, "alice"), UTF_8);
        Files.writeString(folder.resolve("data/audit.log"), "half a li\n" + lines(5, 9, "bob"), UTF_8);
        List<String> all = new ArrayList<>();
        String path = "/audit?limit=2";
        int pages = 0;
        for (JsonFields page = server.ask(path); ; page = server.ask(path + "&before=" + page.text("before"))) {
            all.addAll(whats(page));
            pages++;
            if (!page.names().contains("before")) {
                break;
            }
        }
        assertThat(all)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 8)
                        .mapToObj(i -> "POST /made/" + (8 - i))
                        .toList());
        assertThat(pages).isEqualTo(5);
        assertThat(whats(server.ask("/audit?who=ALI&limit=2"))).containsExactly("POST /made/4", "POST /made/3");
        assertThat(whats(server.ask("/audit?what=made%2F7"))).containsExactly("POST /made/7");
        assertThat(whats(server.ask("/audit?to=2026-11-30T07:59:59Z"))).isEmpty();
    }

    @Test
    void a_page_goes_on_where_it_ended_when_the_file_has_got_its_other_name_meanwhile() throws Exception {
        Path file = folder.resolve("data/audit.log");
        Files.writeString(file, lines(0, 6, "alice"), UTF_8);
        JsonFields first = server.ask("/audit?limit=2");
        Files.move(file, folder.resolve("data/audit.log.previous"));
        Files.writeString(file, lines(6, 8, "bob"), UTF_8);
        assertThat(whats(server.ask("/audit?limit=2&before=" + first.text("before"))))
                .containsExactly("POST /made/3", "POST /made/2");
    }

    @Test
    void a_rare_record_in_a_long_file_is_found_in_steps() throws Exception {
        Files.writeString(folder.resolve("data/audit.log"), line(0, "alice") + lines(1, MANY, "bob"), UTF_8);
        JsonFields page = server.ask("/audit?who=alice");
        int steps = 1;
        while (page.objects("records").isEmpty()) {
            page = server.ask("/audit?who=alice&before=" + page.text("before"));
            steps++;
        }
        assertThat(whats(page)).containsExactly("POST /made/0");
        assertThat(steps).isEqualTo(2);
    }

    @Test
    void only_an_administrator_looks_and_a_wrong_question_is_refused() throws Exception {
        assertThat(server.send(VIEWER, "GET", "/audit", "").statusCode()).isEqualTo(403);
        assertThat(server.send("GET", "/audit?limit=0", "").body()).contains("limit is 1 to 1000, not 0");
        assertThat(server.send("GET", "/audit?before=x", "").body()).contains("bad-request", "not x");
        assertThat(server.send("GET", "/audit?to=noon", "").body()).contains("bad-request", "not noon");
    }
}
