package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.Hongyan;
import io.hongyan.codec.QoS;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the real process under load repeatedly, and checks the history afterwards. `-Dhongyan.kills=100` makes it
/// longer.
class CrashTest {
    private static final int KILLS = Integer.getInteger("hongyan.kills", 10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final int port = freePort();
    private @Nullable Process process;

    @AfterEach
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void nothing_acknowledged_is_lost_or_doubled_by_kills_at_random_moments() throws Exception {
        SplittableRandom random = new SplittableRandom(9);
        List<HistoryPublisher> publishers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            QoS qos = i % 2 == 0 ? QoS.EXACTLY_ONCE : QoS.AT_LEAST_ONCE;
            publishers.add(new HistoryPublisher("p" + i, qos, () -> port));
        }
        List<HistorySubscriber> subscribers =
                List.of(new HistorySubscriber("s0", () -> port), new HistorySubscriber("s1", () -> port));
        start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<?>> all = new ArrayList<>();
            subscribers.forEach(s -> all.add(threads.submit(s)));
            awaitRound(() -> subscribers.stream().allMatch(HistorySubscriber::subscribed), all);
            publishers.forEach(p -> all.add(threads.submit(p)));
            for (int kill = 0; kill < KILLS; kill++) {
                int goal = publishers.getFirst().finished() + random.nextInt(5, 300);
                awaitRound(() -> publishers.getFirst().finished() >= goal, all);
                kill();
                start();
            }
            publishers.forEach(HistoryPublisher::stop);
            awaitRound(() -> complete(publishers, subscribers), all);
        } finally {
            publishers.forEach(HistoryPublisher::abandon);
            subscribers.forEach(HistorySubscriber::stop);
            kill();
            threads.close();
        }
        for (HistorySubscriber subscriber : subscribers) {
            for (int i = 0; i < publishers.size(); i++) {
                check("p" + i, subscriber.from("p" + i), publishers.get(i).finished(), i % 2 == 0);
            }
        }
        tell(publishers.stream().mapToInt(HistoryPublisher::finished).sum());
    }

    /// Prints what was checked.
    private static void tell(int acknowledged) throws IOException {
        Files.writeString(
                Path.of("target", "crash-test.txt"),
                KILLS + " kills, " + acknowledged + " acknowledged messages: none lost, of QoS 2 none doubled, all in"
                        + " order\n");
    }

    private static boolean complete(List<HistoryPublisher> publishers, List<HistorySubscriber> subscribers) {
        return IntStream.range(0, publishers.size())
                .allMatch(i -> subscribers.stream().allMatch(s -> {
                    List<Integer> got = s.from("p" + i);
                    return !got.isEmpty() && got.getLast() == publishers.get(i).finished() - 1;
                }));
    }

    /// Waits, and fails at once when one of the clients has.
    private static void awaitRound(java.util.concurrent.Callable<Boolean> condition, List<Future<?>> all) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(PATIENCE)
                .failFast(() -> {
                    for (Future<?> one : all) {
                        if (one.state() == Future.State.FAILED) {
                            one.get();
                        }
                    }
                })
                .until(condition);
    }

    /// @param once whether a number may arrive only once; otherwise only its first arrival counts
    private static void check(String who, List<Integer> got, int published, boolean once) {
        List<Integer> seen = once ? got : List.copyOf(new LinkedHashSet<>(got));
        for (int i = 0; i < Math.max(seen.size(), published); i++) {
            int from = Math.max(0, i - 3);
            assertThat(i < seen.size() ? seen.get(i) : -1)
                    .as(
                            "%s: number %d of %d; around it came %s",
                            who, i, published, seen.subList(Math.min(from, seen.size()), Math.min(seen.size(), i + 12)))
                    .isEqualTo(i);
        }
    }

    private void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Hongyan.class.getName(),
                "serve",
                "--profile=open",
                "--allow-anonymous",
                "--bind=127.0.0.1",
                "--set=broker.session.maxQueuedMessages=1000000",
                "--tcp-port=" + port));
        for (String off : List.of("tls", "ws", "wss", "metrics", "admin")) {
            command.add("--" + off + "-port=0");
        }
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        Process started = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("errors").toFile()))
                .start();
        process = started;
        BufferedReader output = started.inputReader();
        String line = output.readLine();
        while (line != null && !line.contains("is ready")) {
            line = output.readLine();
        }
        assertThat(line)
                .as("start; errors: %s", Files.readString(folder.resolve("errors")))
                .isNotNull();
    }

    /// A port below those that the system gives to outgoing connections: a client that knocks at a closed one of those
    /// may be connected with itself, and then holds it.
    private static int freePort() {
        for (int port = 21_000 + (int) (ProcessHandle.current().pid() % 500) * 20; ; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                assertThat(port).as("no free port: %s", e).isLessThan(32_000);
            }
        }
    }
}
