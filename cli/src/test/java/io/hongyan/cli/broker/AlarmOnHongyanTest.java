package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: alarms and who is told of them are set by commands alone.
final class AlarmOnHongyanTest {
    @TempDir
    private Path folder;

    private RunningServer server;
    private final RecordedTerminal terminal = new RecordedTerminal();

    @BeforeEach
    void start() throws IOException {
        server = RunningServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(String command) {
        return Pair.run(terminal, "admin alarm " + command + " --data " + server.data());
    }

    private String out(String command) {
        int before = terminal.out().length();
        assertThat(run(command)).as(terminal.err()).isZero();
        return terminal.out().substring(before);
    }

    @Test
    void an_alarm_is_made_changed_shown_and_deleted() {
        assertThat(out("metrics")).containsPattern("maxQps +weighted messages a second +true");
        String id = out("create connections --above 9000 --minutes 3 --level critical")
                .lines()
                .findFirst()
                .orElseThrow()
                .replaceFirst("id: +", "");
        assertThat(out("list")).containsPattern(id + " +connections +above +9000 +3 +critical +true +unknown");
        assertThat(out("change " + id + " --below 2.5")).containsPattern("threshold: +2.5");
        out("disable " + id);
        assertThat(out("show " + id))
                .containsPattern("comparison: +below")
                .containsPattern("minutes: +3")
                .containsPattern("enabled: +false")
                .containsPattern("state: +unknown");
        assertThat(out("enable " + id)).containsPattern("enabled: +true");
        assertThat(out("history")).isEqualTo("(none)\n");
        assertThat(out("delete " + id)).isEqualTo("deleted " + id + "\n");
        assertThat(run("show " + id)).isEqualTo(Exit.REJECTED);
        assertThat(run("create connections")).isEqualTo(Exit.USAGE);
        assertThat(run("create connections --above 1 --below 1")).isEqualTo(Exit.USAGE);
        assertThat(run("create conections --above 1")).isEqualTo(Exit.REJECTED);
        assertThat(terminal.err()).contains("did you mean connections?", "--above or --below is missing");
    }

    @Test
    void receivers_are_added_tried_and_deleted() throws IOException {
        HttpServer pager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pager.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        pager.start();
        try {
            terminal.variable(
                    "HONGYAN_HOOK_URL", "http://127.0.0.1:" + pager.getAddress().getPort() + "/hook?token=hush");
            out("receiver hook pager");
            assertThat(out("receiver test")).containsPattern("pager.* +true");
            out("receiver hook other --url http://127.0.0.1:" + closedPort() + "/");
            assertThat(out("receiver list"))
                    .contains("pager", "other", "/hook?***")
                    .doesNotContain("hush");
            assertThat(run("receiver test")).isEqualTo(Exit.REJECTED);
            out("receiver delete other");
            assertThat(out("receiver test"))
                    .as("the address of the other stayed")
                    .containsPattern("pager.* +true");
            assertThat(run("receiver mail ops@example.com")).isEqualTo(Exit.REJECTED);
            assertThat(terminal.err()).contains("set alarms.mail.host");
            assertThat(run("receiver delete nobody")).isEqualTo(Exit.REJECTED);
        } finally {
            pager.stop(0);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
