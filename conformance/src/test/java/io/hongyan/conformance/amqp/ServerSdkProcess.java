package io.hongyan.conformance.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/// `ServerSdkProgram`, run with the server SDK of the cloud service, whose jars are in a folder of their own: it comes
/// with a JSON library and a client of AMQP that no class path of ours may have.
final class ServerSdkProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final PrintWriter input;
    private final Thread reader;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private ServerSdkProcess(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                Path.of("target", "server-sdk") + File.separator + "*",
                Path.of("src", "test", "server-sdk", "ServerSdkProgram.java").toString()));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        input = new PrintWriter(process.outputWriter(UTF_8), true);
        BufferedReader output = process.inputReader(UTF_8);
        reader = Thread.ofVirtual().start(() -> output.lines().forEach(lines::add));
    }

    /// Where the door is, and who comes.
    ///
    /// @param user an AccessKey, or a custom user with the option `custom`
    record Door(int port, String instance, String user, String secret) {
        private List<String> arguments() {
            return List.of("127.0.0.1", Integer.toString(port), instance, user, secret);
        }
    }

    /// Sends messages and ends.
    ///
    /// @param count 0 for those that [#send] gives it
    /// @param options of the program
    static ServerSdkProcess publish(Door door, String topic, int count, String... options) throws IOException {
        return start("publish", door, Stream.concat(Stream.of(topic, Integer.toString(count)), Stream.of(options)));
    }

    /// Prints what devices publish.
    ///
    /// @param parents one parent topic, or several with commas between
    /// @param options of the program
    static ServerSdkProcess consume(Door door, String parents, String... options) throws IOException {
        return start("consume", door, Stream.concat(Stream.of(parents), Stream.of(options)));
    }

    /// Prints who comes and goes.
    ///
    /// @param groups one Group ID, or several with commas between
    /// @param options of the program
    static ServerSdkProcess status(Door door, String groups, String... options) throws IOException {
        return start("status", door, Stream.concat(Stream.of(groups), Stream.of(options)));
    }

    private static ServerSdkProcess start(String command, Door door, Stream<String> rest) throws IOException {
        return new ServerSdkProcess(Stream.of(Stream.of(command), door.arguments().stream(), rest)
                .flatMap(each -> each)
                .toList());
    }

    /// Waits until it has begun.
    ServerSdkProcess ready() {
        await().atMost(PATIENCE).until(() -> !lines("ready").isEmpty() || ended());
        if (lines("ready").isEmpty()) {
            throw new AssertionError("the SDK has not begun: " + lines());
        }
        return this;
    }

    /// Sends a message; for `publish` with count 0.
    void send(String topic, String text) {
        input.println(topic + " " + text);
    }

    /// What it has printed so far.
    List<String> lines() {
        return List.copyOf(lines);
    }

    List<String> lines(String beginning) {
        return lines.stream().filter(line -> line.startsWith(beginning)).toList();
    }

    /// The messages so far, as facts: `msgId`, `firstTopic`, `secondTopic`, `clientId`, `bornTime`, `contentType`,
    /// `expiry`, `userProperty`, `bytes`, `text`. What is absent is `null`.
    List<Map<String, String>> consumed() {
        return facts("consumed\t");
    }

    /// The notices so far, as facts: `status`, `clientId`, `channelId`, `clientIp`, `time`, `certificateChainSn`.
    List<Map<String, String>> notices() {
        return facts("notice\t");
    }

    private List<Map<String, String>> facts(String beginning) {
        return lines(beginning).stream()
                .map(line -> {
                    Map<String, String> facts = new HashMap<>();
                    for (String fact : line.substring(beginning.length()).split("\t", -1)) {
                        String[] parts = fact.split("=", 2);
                        facts.put(parts[0], parts[1]);
                    }
                    return facts;
                })
                .toList();
    }

    private boolean ended() {
        return !process.isAlive() && !reader.isAlive();
    }

    /// Waits until it has ended by itself, and all of its lines are read.
    ///
    /// @return its exit code
    int exit() {
        await().atMost(PATIENCE).until(this::ended);
        return process.exitValue();
    }

    /// Stops the SDK, which takes leave of the server.
    int stop() {
        input.close();
        return exit();
    }

    /// Kills it.
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
