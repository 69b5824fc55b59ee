package io.hongyan.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.store.rocksdb.check.StoreCheck;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that fills and drains the outbox of a rule.
class OutboxCrashTest {
    private static final int KILLS = 3;

    @TempDir
    private Path folder;

    /// Offers numbers, prints which are durable, and acknowledges what it reads, up to a hundred behind.
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
            long next = Long.parseLong(arguments[1]);
            StoreRun run = new StoreRun(Path.of(arguments[0]));
            Outbox outbox = run.store.outbox(new OutboxKey("i", "rule"), OutboxLimits.defaults());
            long after = 0;
            while (true) {
                run.offer(outbox, StoreRun.message("t", Long.toString(next)));
                run.durable().join();
                out.println("safe " + next);
                OutboxPage page = outbox.read(after, 50).join();
                after = page.last();
                if (next % 100 == 0) {
                    out.println("settled " + number(page.entries().getLast()));
                    outbox.acknowledge(after);
                }
                next++;
            }
        }
    }

    private static long number(OutboxEntry entry) {
        return Long.parseLong(new String(entry.message().payload(), UTF_8));
    }

    @Test
    void what_was_safe_and_not_settled_is_there_after_a_kill_in_its_order() throws IOException, InterruptedException {
        long safe = 0;
        long settled = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Process child = child(safe + 1);
            long goal = safe + 250;
            BufferedReader output = child.inputReader();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                long number = Long.parseLong(line.substring(line.indexOf(' ') + 1));
                if (line.startsWith("safe")) {
                    safe = number;
                } else {
                    settled = number;
                }
                if (number == goal) {
                    child.toHandle().destroyForcibly(); // leaves the stream open, to be read to its end
                }
            }
            child.waitFor();
            List<Long> left = left();
            assertThat(left.getLast()).isBetween(safe, safe + 1);
            assertThat(left.getFirst()).isLessThanOrEqualTo(settled + 1);
            assertThat(left)
                    .isEqualTo(LongStream.rangeClosed(left.getFirst(), left.getLast())
                            .boxed()
                            .toList());
            safe = left.getLast();
            assertThat(StoreCheck.check(folder).faults()).isEmpty();
        }
        assertThat(settled).isPositive();
    }

    private List<Long> left() {
        try (StoreRun run = new StoreRun(folder)) {
            Outbox outbox = run.store.outbox(new OutboxKey("i", "rule"), OutboxLimits.defaults());
            List<Long> all = new ArrayList<>();
            long after = 0;
            while (all.size() < outbox.stats().messages()) {
                OutboxPage page = outbox.read(after, 100).join();
                page.entries().forEach(entry -> all.add(number(entry)));
                after = page.last();
            }
            return all;
        }
    }

    private Process child(long from) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        Long.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
