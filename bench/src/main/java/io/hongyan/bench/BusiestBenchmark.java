package io.hongyan.bench;

import io.hongyan.broker.top.Busiest;
import io.hongyan.codec.topic.Topic;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What one PUBLISH pays for the lists of who sends most: many clients by turns, each with a topic of its own.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
public class BusiestBenchmark {
    private static final long WINDOW_MILLIS = 300_000;

    private final Busiest sampled = new Busiest(0);
    private final Busiest counted = new Busiest(0);
    private Topic[] topics = {};
    private String[] clients = {};
    private long now;
    private int next;
    private int count;

    /// 100 find room in the lists, of 100,000 nearly each takes the place of another.
    @Param({"100", "100000"})
    public int senders = 1;

    @Setup
    public void prepare() {
        topics = new Topic[senders];
        clients = new String[senders];
        for (int i = 0; i < senders; i++) {
            topics[i] = Topic.of("bench/d%08d/s/temp".formatted(i));
            clients[i] = "GID_bench@@@%08d".formatted(i);
        }
    }

    /// A busy instance: one message in sixteen counts.
    @Benchmark
    public void sampled() {
        next = (next + 1) % senders;
        sampled.published(clients[next], topics[next], 100, 1);
    }

    /// The first 4,096 messages of a window, each of which counts.
    @Benchmark
    public void counted() {
        next = (next + 1) % senders;
        if (++count % 4000 == 0) {
            now += WINDOW_MILLIS;
        }
        counted.published(clients[next], topics[next], 100, now);
    }
}
