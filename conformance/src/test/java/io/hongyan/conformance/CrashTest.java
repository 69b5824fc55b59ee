package io.hongyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import java.io.IOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the real process under load repeatedly, and checks the history afterwards. `-Dhongyan.kills=100` makes it
/// longer.
class CrashTest {
    private static final int KILLS = Integer.getInteger("hongyan.kills", 10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void nothing_acknowledged_is_lost_or_doubled_by_kills_at_random_moments() throws Exception {
        try (ServedProgram served = new ServedProgram(
                folder,
                "--profile=open",
                "--allow-anonymous",
                "--admin-port=0",
                "--set=broker.session.maxQueuedMessages=1000000")) {
            crash(served);
        }
    }

    private static void crash(ServedProgram served) throws Exception {
        SplittableRandom random = new SplittableRandom(9);
        List<HistoryPublisher> publishers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            QoS qos = i % 2 == 0 ? QoS.EXACTLY_ONCE : QoS.AT_LEAST_ONCE;
            publishers.add(new HistoryPublisher("p" + i, qos, served::port));
        }
        List<HistorySubscriber> subscribers =
                List.of(new HistorySubscriber("s0", served::port), new HistorySubscriber("s1", served::port));
        served.start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<?>> all = new ArrayList<>();
            subscribers.forEach(s -> all.add(threads.submit(s)));
            awaitRound(() -> subscribers.stream().allMatch(HistorySubscriber::subscribed), all);
            publishers.forEach(p -> all.add(threads.submit(p)));
            for (int kill = 0; kill < KILLS; kill++) {
                int goal = publishers.getFirst().finished() + random.nextInt(5, 300);
                awaitRound(() -> publishers.getFirst().finished() >= goal, all);
                served.kill();
                served.start();
            }
            publishers.forEach(HistoryPublisher::stop);
            awaitRound(() -> complete(publishers, subscribers), all);
        } finally {
            publishers.forEach(HistoryPublisher::abandon);
            subscribers.forEach(HistorySubscriber::stop);
            served.kill();
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
}
