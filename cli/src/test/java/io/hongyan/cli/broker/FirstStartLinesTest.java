package io.hongyan.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the lines that the first start prints work as they are printed.
final class FirstStartLinesTest {
    private static List<String> lines(RunningServer server, String... arguments) {
        List<String> lines = lines(server, true, arguments);
        assertThat(lines(server, false, arguments)).as("those without secrets").isEqualTo(lines);
        return lines;
    }

    private static List<String> lines(RunningServer server, boolean secrets, String... arguments) {
        return server.server()
                .firstStartMessage(secrets, List.of(arguments))
                .orElseThrow()
                .lines()
                .filter(line -> line.startsWith("  ./hongyan "))
                .map(line -> line.strip().substring("./hongyan ".length()).replace("'", ""))
                .toList();
    }

    private static RecordedTerminal typed(String password, String line) {
        RecordedTerminal terminal = new RecordedTerminal().input((password + "\n").getBytes(UTF_8));
        assertThat(Pair.run(terminal, line)).as(terminal.err()).isZero();
        return terminal;
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
        try (RunningServer server = RunningServer.start(folder, "profile=open")) {
            List<String> lines = lines(
                    server,
                    "--profile",
                    "open",
                    "--data",
                    server.data().toString(),
                    "--bind=127.0.0.1",
                    "--tcp-port",
                    "auto");
            assertThat(lines).hasSize(4);
            exchange(lines.get(0), lines.get(1));
            typed("pencil", lines.get(2));
            assertThat(new Pair().publish("-t a -m x -q 1 -u alice -P pencil -p " + server.port("tcp")))
                    .isZero();
            assertThat(new Pair().publish("-t a -m x -p " + server.port("tcp"))).isNotZero();
            assertThat(lines.get(3))
                    .isEqualTo("serve --profile open --data " + server.data() + " --bind=127.0.0.1 --tcp-port "
                            + server.port("tcp") + " --allow-anonymous");
        }
    }

    @Test
    void those_of_a_server_without_administration_make_a_file_of_users(@TempDir Path folder) throws Exception {
        String hash;
        try (RunningServer server = RunningServer.start(folder, "profile=open", "admin.port=0")) {
            List<String> lines = lines(server, "--profile", "open");
            assertThat(lines).hasSize(5);
            exchange(lines.get(0), lines.get(1));
            assertThat(lines.get(2)).endsWith(" >> users.txt");
            hash = typed("pencil", lines.get(2).replace(" >> users.txt", "")).out();
            assertThat(lines.get(3)).isEqualTo("serve --profile open --set auth.passwordFile=users.txt");
        }
        Path users = Files.writeString(folder.resolve("users.txt"), hash);
        try (RunningServer server = RunningServer.start(folder, "profile=open", "auth.passwordFile=" + users)) {
            assertThat(new Pair().publish("-t a -m x -q 1 -u alice -P pencil -p " + server.port("tcp")))
                    .isZero();
        }
    }

    @Test
    void those_of_a_server_on_another_address_name_it(@TempDir Path folder) throws Exception {
        try (RunningServer server = RunningServer.start(folder, "profile=open", "bind=127.0.0.3")) {
            List<String> lines = lines(server);
            assertThat(lines.getFirst()).contains(" -h 127.0.0.3 -p ");
            exchange(lines.get(0), lines.get(1));
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
                assertThat(server.server().firstStartMessage(false, List.of()).orElseThrow())
                        .contains(server.data().resolve("credentials.json").toString())
                        .doesNotContain("--sk", "-P ", "--password");
            }
        }
    }
}
