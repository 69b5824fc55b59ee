package io.hongyan.conformance.console;

import static io.hongyan.conformance.console.Act.fill;
import static io.hongyan.conformance.console.Act.gone;
import static io.hongyan.conformance.console.Act.press;
import static io.hongyan.conformance.console.Act.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hongyan.codec.foreign.NeedsProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Goal: a page of another origin, even one of the same host, which the browser sends the console's cookie for, can
/// neither change nor read nor frame anything, and no address leads out of the console or to files of the service.
@NeedsProgram(
        value = {"node", "chromium"},
        packages = "browser")
class ForeignPagesTest {
    @TempDir
    private static Path folder;

    private static Stage stage;
    private static Window window;
    private static HttpServer foreign;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(folder, "foreign");
        foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        foreign.createContext("/", exchange -> {
            byte[] page = ("<!doctype html><title>elsewhere</title><h1>elsewhere</h1><iframe src='" + stage.url()
                            + "/console/'></iframe><iframe src='" + stage.url() + "/instances'></iframe>")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        foreign.start();
        window = stage.window("victim", "administrator");
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
        foreign.stop(0);
    }

    private static String elsewhere() {
        return "http://127.0.0.1:" + foreign.getAddress().getPort() + "/";
    }

    /// What a program reads in a page of the other origin.
    private static List<String> elsewhere(Act... acts) throws IOException {
        Seen seen = window.take(new Step("elsewhere", elsewhere(), List.of(acts), false));
        assertThat(seen.failed()).isEmpty();
        return seen.read();
    }

    private static Act fetch(String path, String options) {
        return run("fetch('" + stage.url() + path + "', Object.assign({credentials: 'include'}, " + options
                + ")).then((r) => r.type + r.status + ' ', (e) => 'refused')");
    }

    @Test
    void requests_of_another_origin_change_nothing_and_read_nothing() throws Exception {
        String instance = "JSON.stringify({id: 'mqtt-forged'})";
        List<String> answers = elsewhere(
                fetch("/instances", "{}"),
                fetch("/session", "{}"),
                fetch("/live", "{}"),
                fetch("/instances", "{headers: {'X-Hongyan-Console': '1'}}"),
                fetch("/instances", "{method: 'POST', mode: 'cors', body: " + instance + "}"),
                fetch(
                        "/instances",
                        "{method: 'POST', headers: {'Content-Type': 'application/json'}, body: " + instance + "}"),
                fetch("/session", "{method: 'DELETE'}"));
        assertThat(answers).hasSize(7).containsOnly("\"refused\"");
        List<String> opaque = elsewhere(
                fetch("/instances", "{method: 'POST', mode: 'no-cors', body: " + instance + "}"),
                fetch(
                        "/session",
                        "{method: 'POST', mode: 'no-cors', body: JSON.stringify({account: 'a', password: 'b'})}"),
                run("new Promise((done) => { const s = document.createElement('script'); s.src = '" + stage.url()
                        + "/instances'; s.onload = () => done('loaded'); s.onerror = () => done('refused');"
                        + " document.body.append(s) })"));
        assertThat(opaque.getLast()).isEqualTo("\"refused\"");
        assertThat(stage.administration().list("/instances", "instances", "id")).containsExactly(stage.instance());
        Seen after = window.at("/console/instances");
        assertThat(after.text()).contains(stage.instance());
    }

    @Test
    void a_form_of_another_origin_changes_nothing() throws Exception {
        elsewhere(run("""
                        (() => {
                          const form = document.createElement('form')
                          form.method = 'post'
                          form.enctype = 'text/plain'
                          form.action = 'SERVICE/instances'
                          form.target = 'hidden'
                          const field = document.createElement('input')
                          field.name = '{"id":"mqtt-forged","x":"'
                          field.value = '"}'
                          form.append(field)
                          const answered = new Promise((done) => {
                            const frame = document.createElement('iframe')
                            frame.name = 'hidden'
                            document.body.append(frame)
                            frame.onload = () => done('answered')
                          })
                          document.body.append(form)
                          form.submit()
                          return answered
                        })()""".replace("SERVICE", stage.url())));
        assertThat(stage.administration().list("/instances", "instances", "id")).containsExactly(stage.instance());
    }

    @Test
    void nothing_of_the_console_is_shown_in_a_frame() throws Exception {
        List<String> frames = elsewhere(new Act("frames", "", "", ""));
        assertThat(frames)
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).doesNotContain("Hongyan", stage.instance(), "Sign in"));
    }

    @Test
    void the_cookie_is_kept_from_scripts_and_other_sites_and_is_another_after_each_login() throws Exception {
        JsonNode before = cookie(window.act(Act.cookies()));
        assertThat(before.path("httpOnly").asBoolean()).isTrue();
        assertThat(before.path("sameSite").asString()).isEqualTo("Strict");
        assertThat(before.path("path").asString()).isEqualTo("/");
        assertThat(window.at("/console/instances", run("document.cookie")).read())
                .containsExactly("\"\"");
        assertThat(window.act(run("JSON.stringify({...localStorage, ...sessionStorage})"))
                        .read()
                        .getFirst())
                .doesNotContain(before.path("value").asString());
        window.logIn("victim", Stage.PASSWORD);
        assertThat(cookie(window.act(Act.cookies())).path("value").asString())
                .isNotEqualTo(before.path("value").asString());
    }

    private static JsonNode cookie(Seen seen) {
        JsonNode cookies = JsonMapper.shared().readTree(seen.read().getFirst());
        assertThat(cookies.size()).isEqualTo(1);
        return cookies.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/",
                "https://evil.example/",
                "/\\evil.example/",
                "/\t/evil.example/",
                "\\\\evil.example",
                "javascript:globalThis.injected=true",
                "/%2F%2Fevil.example/",
                "/..//evil.example/",
                "/@evil.example",
                "data:text/html,x"
            })
    void a_login_leads_to_the_console_alone(String back) throws Exception {
        Seen in = window.at(
                "/console/login?back=" + Administration.segment(back),
                fill("login-account", "victim"),
                fill("login-password", Stage.PASSWORD),
                press("login-submit"),
                gone("login-submit"));
        assertThat(in.address()).startsWith("/console/").doesNotStartWith("/console/login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/../admin.key",
                "/console/../../data/admin.key",
                "/console/assets/../../../../../../etc/passwd",
                "/console/%2e%2e/%2e%2e/admin.key",
                "/console/..%2f..%2fadmin.key",
                "/console/assets/..%5c..%5cadmin.key",
                "/console/assets/%2e%2e%2f%2e%2e%2fconsole.password",
                "/console//etc/passwd",
                "//etc/passwd",
                "/../../etc/passwd",
                "/console/assets/..;/..;/admin.key",
                "/console/assets/index.html%00.js",
                "file:///etc/passwd"
            })
    void no_address_leads_to_a_file_of_the_service(String target) throws Exception {
        String key = Files.readString(folder.resolve("data/admin.key")).strip();
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), stage.program().port("admin"))) {
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain(key, "root:x:", "class ");
            assertThat(answer).matches("(?s)HTTP/1.1 (400|404|401|302) .*|.*<!doctype html>.*");
        }
    }
}
