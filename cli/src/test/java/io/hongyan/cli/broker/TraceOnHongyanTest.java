package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator watches one client while it works, and the command ends by itself.
final class TraceOnHongyanTest {
    private static final String STAMP = "[0-9-]+T[0-9:.]+Z ";

    private final RecordedTerminal terminal = new RecordedTerminal();

    private CompletableFuture<Integer> trace(RunningServer server, String options) {
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(
                () -> Pair.run(terminal, "admin trace " + options + " --data " + server.data()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> code.isDone() || terminal.err().contains("the trace begins"));
        assertThat(code).as(terminal.err()).isNotDone();
        return code;
    }

    private static RunningServer open(Path folder) throws IOException {
        return RunningServer.start(folder, "profile=open", "auth.allowAnonymous=true");
    }

    private static int publish(RunningServer server, String options) {
        return Pair.run(new RecordedTerminal(), "pub -h 127.0.0.1 -p " + server.port("tcp") + " " + options);
    }

    @Test
    void a_trace_of_a_client_prints_a_line_for_each_event_and_ends_after_as_many_as_wanted(@TempDir Path folder)
            throws IOException {
        try (RunningServer server = open(folder)) {
            CompletableFuture<Integer> code = trace(server, "--client c --max 3");
            assertThat(publish(server, "-q 1 -i other -t a -m text")).isZero();
            assertThat(publish(server, "-q 1 -i c -t a/b -m text")).isZero();

            assertThat(code.join()).as(terminal.err()).isEqualTo(Exit.OK);
            assertThat(terminal.out().lines().toList())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .matches(STAMP + "connected +client \"c\" address 127.0.0.1:\\d+ listener tcp.*"),
                            line -> assertThat(line)
                                    .matches(STAMP + "published +client \"c\" address 127.0.0.1:\\d+ listener tcp"
                                            + " topic \"a/b\" qos 1 id \\d+ 4 bytes"),
                            line -> assertThat(line)
                                    .matches(STAMP + "disconnected +client \"c\" .*: disconnected by the client"));
            assertThat(terminal.err())
                    .contains("3 events shown, 0 dropped because this side reads too slowly: it has shown as many");
        }
    }

    @Test
    void a_trace_ends_when_its_time_is_over(@TempDir Path folder) throws IOException {
        try (RunningServer server = open(folder)) {
            CompletableFuture<Integer> code = trace(server, "--address 127.0.0.9 --for 1s");
            assertThat(code.join()).as(terminal.err()).isEqualTo(Exit.OK);
            assertThat(terminal.out()).isEmpty();
            assertThat(terminal.err()).contains("0 events shown", "its time is over");
        }
    }

    @Test
    void a_refused_login_tells_its_reason_and_json_is_a_line_each(@TempDir Path folder) throws IOException {
        try (RunningServer server = open(folder)) {
            CompletableFuture<Integer> code = trace(server, "--client c --max 1 --json");
            assertThat(publish(server, "-i c -u nobody -P wrong -t a -m text")).isNotZero();
            assertThat(code.join()).as(terminal.err()).isEqualTo(Exit.OK);
            assertThat(terminal.out())
                    .startsWith("{\"at\":\"")
                    .endsWith("}\n")
                    .hasLineCount(1)
                    .contains("\"event\":\"connect-refused\"", "\"client\":\"c\"", "\"code\":134", "\"why\":\"");
        }
    }

    @Test
    void what_cannot_be_traced_is_refused_with_a_sentence(@TempDir Path folder) throws IOException {
        try (RunningServer server = open(folder)) {
            String service = " --data " + server.data();
            assertThat(Pair.run(terminal, "admin trace --client c --instance none" + service))
                    .isEqualTo(Exit.REJECTED);
            assertThat(terminal.err()).contains("there is no instance none");
            assertThat(Pair.run(terminal, "admin trace" + service)).isEqualTo(Exit.USAGE);
            assertThat(Pair.run(terminal, "admin trace --client c --topic a" + service))
                    .isEqualTo(Exit.USAGE);
            assertThat(terminal.err()).contains("give one of --client, --topic and --address");
            assertThat(Pair.run(terminal, "admin trace --client c --for 10" + service))
                    .isEqualTo(Exit.USAGE);
            assertThat(terminal.err()).contains("--for is a duration", "did you mean 10s?");
            assertThat(Pair.run(terminal, "admin trace --client c --for 2h" + service))
                    .isEqualTo(Exit.REJECTED);
            assertThat(terminal.err()).contains("seconds is 1 to 3600, not 7200");
        }
    }

    @Test
    void a_trace_runs_over_tls_too(@TempDir Path folder) throws IOException {
        try (RunningServer server =
                RunningServer.start(folder, "profile=open", "auth.allowAnonymous=true", "admin.kind=https")) {
            CompletableFuture<Integer> code = trace(server, "--topic a/# --max 2");
            assertThat(publish(server, "-q 1 -t a/b -m text")).isZero();
            assertThat(publish(server, "-q 0 -t a -m text")).isZero();
            assertThat(code.join()).as(terminal.err()).isEqualTo(Exit.OK);
            assertThat(terminal.out()).hasLineCount(2).contains("topic \"a/b\" qos 1", "topic \"a\" qos 0 4 bytes");
        }
    }

    @Test
    void the_end_of_the_service_ends_the_trace(@TempDir Path folder) throws IOException {
        RunningServer server = open(folder);
        try (server) {
            CompletableFuture<Integer> code = trace(server, "--topic #");
            server.close();
            assertThat(code.join()).as(terminal.err()).isEqualTo(Exit.OK);
            assertThat(terminal.err()).contains("the service stops");
        }
    }
}
