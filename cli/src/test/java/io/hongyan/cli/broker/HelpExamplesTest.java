package io.hongyan.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: what `--help` shows as examples works with a service as it is after its first start.
final class HelpExamplesTest {
    @TempDir
    private static Path folder;

    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        server = RunningServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// The examples that name the data folder, without the shell's part.
    private static List<String> examples(String help) {
        RecordedTerminal terminal = new RecordedTerminal();
        assertThat(Pair.run(terminal, help)).isZero();
        return terminal.out()
                .lines()
                .filter(line -> line.contains("--data data"))
                .map(line -> line.replaceFirst("^.*hongyan ", "").replaceFirst(" +(#|\\|).*$", ""))
                .map(line -> line.replace("'", "").replace("--data data", "--data " + server.data()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "pub --help"})
    void messages_of_the_examples_are_taken(String help) {
        List<String> lines =
                examples(help).stream().filter(line -> line.startsWith("pub ")).toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            RecordedTerminal terminal = new RecordedTerminal();
            terminal.input("a line\n".getBytes(UTF_8));
            assertThat(Pair.run(terminal, line)).as(line + terminal.err()).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "sub --help"})
    void subscriptions_of_the_examples_are_granted(String help) {
        List<String> lines =
                examples(help).stream().filter(line -> line.startsWith("sub ")).toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            RecordedTerminal terminal = new RecordedTerminal();
            assertThat(Pair.run(terminal, line + " -E"))
                    .as(line + terminal.err())
                    .isZero();
        });
    }

    @Test
    void the_request_of_the_examples_is_answered() {
        String line = examples("rr --help").getFirst();
        RecordedTerminal other = new RecordedTerminal();
        CompletableFuture<Integer> heard = CompletableFuture.supplyAsync(
                () -> Pair.run(other, "sub --data " + server.data() + " -t TopicDefault/pump/1 -C 1 -d"));
        Awaitility.await().until(() -> other.err().contains("SUBACK"));
        CompletableFuture<Integer> asked = CompletableFuture.supplyAsync(() -> Pair.run(new RecordedTerminal(), line));

        assertThat(heard.join()).isZero();
        Awaitility.await().until(() -> {
            RecordedTerminal answer = new RecordedTerminal();
            int _ = Pair.run(answer, "pub --data " + server.data() + " -t TopicDefault/answers/1 -m on -q 1");
            return asked.isDone();
        });
        assertThat(asked.join()).isZero();
    }
}
