package io.hongyan.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.foreign.NeedsProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: browsers send and receive comments, and muting works.
@NeedsProgram(value = "chromium", packages = "web")
final class LiveRoomTest {
    @TempDir
    private Path folder;

    @Test
    void comments_reach_every_page_and_who_is_muted_is_not_heard() throws Exception {
        try (LocalServer service = new LocalServer(folder);
                LiveRoom live = new LiveRoom(service.settings(), 0);
                Browser browser = Browser.start(folder.resolve("chromium"))) {
            Browser.Page ann = browser.open(live.page("ann"));
            Browser.Page ben = browser.open(live.page("ben"));
            shows(ann, "state", "ann is in the room");
            shows(ben, "state", "ben is in the room");

            write(ben, "<b>hello</b>");
            shows(ann, "stage", "ben: <b>hello</b>");
            shows(ben, "stage", "ben: <b>hello</b>");

            assertThat(live.obey("mute ben")).isEqualTo("ben is muted");
            shows(ben, "state", "ben is muted");
            assertThat(ben.value("document.getElementById('send').disabled")).isEqualTo("true");
            write(ben, "still here"); // a page that ignores the mute
            write(ann, "quiet");
            shows(ann, "stage", "ben: <b>hello</b>ann: quiet");

            assertThat(live.obey("unmute ben")).isEqualTo("ben is unmuted");
            shows(ben, "state", "ben is in the room");
            write(ben, "thanks");
            shows(ann, "stage", "ben: <b>hello</b>ann: quietben: thanks");
        }
    }

    @Test
    void a_login_gives_a_password_for_one_client_id_and_never_the_secret() throws Exception {
        try (LocalServer service = new LocalServer(folder);
                LiveRoom live = new LiveRoom(service.settings(), 0);
                HttpClient http = HttpClient.newHttpClient()) {
            URI login = live.page("ann").resolve("/login?name=");
            var good =
                    http.send(HttpRequest.newBuilder(URI.create(login + "ann")).build(), BodyHandlers.ofString());
            var bad = http.send(
                    HttpRequest.newBuilder(URI.create(login + "a%20b")).build(), BodyHandlers.ofString());

            assertThat(good.body())
                    .contains(service.settings().clientId("guest1"))
                    .doesNotContain(service.settings().secretKey());
            assertThat(bad.statusCode()).isEqualTo(400);
            assertThat(live.obey("mute nobody")).isEqualTo("nobody here is called nobody");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"eighty", "-1", "65536", ""})
    void a_port_that_is_none_is_refused_by_name(String text) {
        assertThatThrownBy(() -> LiveRoom.port(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(text);
    }

    private static void shows(Browser.Page page, String element, String text) {
        String expression = "document.getElementById('" + element + "')?.textContent";
        await().untilAsserted(() -> assertThat(page.value(expression)).isEqualTo(text));
    }

    /// Types and submits, also when the page has disabled the form.
    private static void write(Browser.Page page, String text) {
        page.value("(document.getElementById('text').value = '" + text
                + "', document.getElementById('form').dispatchEvent(new Event('submit', {cancelable: true})))");
    }
}
