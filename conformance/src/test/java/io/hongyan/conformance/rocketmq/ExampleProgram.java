package io.hongyan.conformance.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program for people in a process of its own; what it prints goes to a file.
record ExampleProgram(Process process, Path output) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static ExampleProgram start(List<String> command, Path output) throws IOException {
        return new ExampleProgram(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    /// What it has printed so far.
    String printed() {
        try {
            return Files.readString(output, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lines so far that have a text in them.
    Stream<String> printed(String text) {
        return printed().lines().filter(line -> line.contains(text));
    }

    void awaitPrinted(String... texts) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(printed()).contains(texts));
    }

    /// Waits until it ends by itself.
    ///
    /// @return what it has printed
    String ended(int code) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(process.isAlive()).as(printed()).isFalse());
        assertThat(process.exitValue()).as(printed()).isEqualTo(code);
        return printed();
    }

    /// Ends it by SIGTERM, which programs of Java take as they take Ctrl-C.
    String stopped() {
        process.destroy();
        return ended(128 + 15);
    }

    /// Ends it when it runs: by SIGTERM, so that it leaves no locked queues to the next, else by SIGKILL.
    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        process.destroyForcibly().onExit().join();
    }
}
