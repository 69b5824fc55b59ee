package io.hongyan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.event.MessageTraces;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.message.MessageOrigin;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.TraceMode;
import io.hongyan.cloud.trace.TraceEntry;
import io.hongyan.cloud.trace.TracePage;
import io.hongyan.cloud.trace.TraceQuery;
import io.hongyan.cloud.trace.TraceSettings;
import io.hongyan.cloud.trace.Traces;
import io.hongyan.server.data.OpenMetadata;
import io.hongyan.store.rocksdb.trace.RocksDbTraceLog;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that traces messages.
class TraceCrashTest {
    private static final String INSTANCE = "mqtt-crash";
    private static final int KILLS = 3;
    private static final int BATCH = 500;

    @TempDir
    private Path folder;

    private static Metadata metadata(Path folder) {
        return OpenMetadata.in(folder);
    }

    private static Traces traces(Path folder) {
        Traces traces = new Traces(
                () -> RocksDbTraceLog.open(folder.resolve("traces")), TraceSettings.defaults(), new SystemClock());
        metadata(folder).listen(traces::follow);
        return traces;
    }

    /// Tells of numbered messages, and prints how many of them are written.
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
            Traces traces = traces(Path.of(arguments[0]));
            MessageTraces shard = traces.of(INSTANCE);
            long first = Long.parseLong(arguments[1]);
            for (long told = 0; ; ) {
                for (int i = 0; i < BATCH; i++, told++) {
                    shard.published(new MessageId(0, first + told), MessageOrigin.CLIENT, "c");
                }
                while (traces.stats().written() < told) {
                    LockSupport.parkNanos(1_000_000);
                }
                out.println(first + told - 1);
            }
        }
    }

    @Test
    void what_was_written_is_there_after_a_kill() throws IOException, InterruptedException {
        Metadata metadata = metadata(folder);
        metadata.createInstance(INSTANCE, Profile.OPEN);
        metadata.traces(INSTANCE, TraceMode.ALL);
        long written = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Process child = child(written + 1);
            BufferedReader output = child.inputReader();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                written = Long.parseLong(line);
                child.toHandle().destroyForcibly(); // leaves the stream open, to be read to its end
            }
            child.waitFor();
            assertThat(written).isGreaterThanOrEqualTo((long) kill * BATCH);
            List<Long> left = left();
            assertThat(left.size()).isGreaterThanOrEqualTo((int) written);
            assertThat(left)
                    .isEqualTo(LongStream.rangeClosed(1, left.size()).boxed().toList());
            written = left.size();
        }
    }

    private List<Long> left() {
        List<Long> all = new ArrayList<>();
        try (Traces traces = traces(folder)) {
            long end = new SystemClock().wallMillis() + Duration.ofMinutes(1).toMillis();
            for (int page = 1; ; page++) {
                TracePage found = traces.messagesOf(INSTANCE, "c", new TraceQuery(0, end, page, 1000, false));
                if (found.entries().isEmpty()) {
                    return all;
                }
                found.entries().stream()
                        .map(TraceEntry::id)
                        .map(id -> Long.parseLong(id, 16))
                        .forEach(all::add);
            }
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
