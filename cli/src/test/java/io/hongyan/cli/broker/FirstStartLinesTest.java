package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the lines that the first start prints work as they are printed.
final class FirstStartLinesTest {
    private static List<String> lines(RunningServer server) {
        return server.server()
                .firstStartMessage(true)
                .orElseThrow()
                .lines()
                .filter(line -> line.startsWith("  ./hongyan "))
                .map(line -> line.strip().substring("./hongyan ".length()).replace("'", ""))
                .toList();
    }

    private static void exchange(String subscribe, String publish) throws Exception {
        Pair pair = new Pair();
        assertThat(subscribe).startsWith("sub ");
        assertThat(publish).startsWith("pub ");
        var code = pair.subscribe(subscribe.substring("sub ".length()) + " -C 1");
        assertThat(pair.publish(publish.substring("pub ".length())))
                .as(pair.publisher().err())
                .isZero();
        assertThat(code.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(pair.subscriber().out()).contains("Hello");
    }

    @Test
    void those_of_profile_cloud(@TempDir Path folder) throws Exception {
        try (RunningServer server = RunningServer.start(folder)) {
            List<String> lines = lines(server);
            assertThat(lines).hasSize(2);
            exchange(lines.get(0), lines.get(1));
        }
    }

    @Test
    void those_of_profile_open_for_a_user_and_for_everybody(@TempDir Path folder) throws Exception {
        List<String> lines;
        String everybody;
        try (RunningServer server = RunningServer.start(folder, "profile=open")) {
            lines = lines(server);
            assertThat(lines).hasSize(6);
            RecordedTerminal terminal = new RecordedTerminal();
            assertThat(Pair.run(terminal, lines.getFirst())).as(terminal.err()).isZero();
            exchange(lines.get(1), lines.get(2));
            assertThat(new Pair().publish(lines.get(5).substring("pub ".length())))
                    .isNotZero();
            everybody = lines.get(3);
            assertThat(everybody)
                    .startsWith("serve --profile open --allow-anonymous --data " + server.data())
                    .endsWith("--tcp-port " + server.port("tcp"));
        }
        String port = "listeners.tcp.port=" + everybody.substring(everybody.lastIndexOf(' ') + 1);
        try (RunningServer server = RunningServer.start(folder, "profile=open", "auth.allowAnonymous=true", port)) {
            assertThat(server.server().firstStartMessage(true)).isEmpty();
            exchange(lines.get(4), lines.get(5));
        }
    }

    @Test
    void those_of_a_server_that_lets_everybody_in(@TempDir Path folder) throws Exception {
        try (RunningServer server = RunningServer.start(folder, "profile=open", "auth.allowAnonymous=true")) {
            List<String> lines = lines(server);
            assertThat(lines).hasSize(2);
            exchange(lines.get(0), lines.get(1));
        }
    }

    @Test
    void what_is_not_printed_to_a_terminal_holds_no_secret(@TempDir Path folder) throws IOException {
        for (String profile : List.of("cloud", "open")) {
            try (RunningServer server = RunningServer.start(folder.resolve(profile), "profile=" + profile)) {
                assertThat(server.server().firstStartMessage(false).orElseThrow())
                        .contains(server.data().resolve("credentials.json").toString())
                        .doesNotContain("--sk", "-P ", "--password");
            }
        }
    }
}
