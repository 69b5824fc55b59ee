package io.hongyan.bench;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.subscription.FrameCache;
import io.hongyan.broker.subscription.MatchCache;
import io.hongyan.broker.subscription.MatchResult;
import io.hongyan.broker.subscription.Receiver;
import io.hongyan.broker.subscription.Route;
import io.hongyan.broker.subscription.SharedGroup;
import io.hongyan.broker.subscription.SubscriptionTrie;
import io.hongyan.broker.subscription.Target;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/// Matching of a topic against many filters: a third each exact, with `+` and with `#`, one match for each topic.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
public class TrieBenchmark {
    private static final int SHARDS = 2;
    private static final int TOPICS = 1 << 17;
    private static final int FEW = 64;

    private final SubscriptionTrie trie = new SubscriptionTrie(SHARDS);
    private final Topic[] topics = new Topic[TOPICS];
    private final MatchCache cache = new MatchCache(trie, 1 << 18, 1 << 20);
    private int next;

    @Param("1000000")
    public int filters = 1;

    @Setup
    public void prepare() {
        Receiver[] receivers = {new Nobody(0), new Nobody(1)};
        for (int i = 0; i < filters; i++) {
            Route route = new Route(receivers[i % SHARDS], QoS.AT_LEAST_ONCE, false, false, 0);
            trie.subscribe(TopicFilter.parse(filter(i)), route);
        }
        Random random = new Random(1);
        for (int i = 0; i < TOPICS; i++) {
            topics[i] = Topic.of("bench/d%08d/s/temp".formatted(random.nextInt(filters)));
        }
        for (Topic topic : topics) {
            cache.match(topic);
        }
    }

    /// Any of 131,072 topics, looked up in the trie.
    @Benchmark
    public MatchResult match() {
        return trie.match(any(TOPICS));
    }

    /// Any of as many topics, remembered by the shard.
    @Benchmark
    public MatchResult remembered() {
        return cache.match(any(TOPICS));
    }

    /// One of 64 topics, remembered by the shard and still in the processor's cache.
    @Benchmark
    public MatchResult rememberedOfFew() {
        return cache.match(any(FEW));
    }

    private Topic any(int most) {
        next = (next + 1) & (most - 1);
        return topics[next];
    }

    private static String filter(int i) {
        return switch (i % 3) {
            case 0 -> "bench/d%08d/s/temp".formatted(i);
            case 1 -> "bench/d%08d/+/temp".formatted(i);
            default -> "bench/d%08d/#".formatted(i);
        };
    }

    private record Nobody(int shard) implements Receiver {
        @Override
        public int vshard() {
            return shard;
        }

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public boolean needsDisk() {
            return false;
        }

        @Override
        public boolean ended() {
            return false;
        }

        @Override
        public void deliver(Message message, Target target, @Nullable SharedGroup group, FrameCache fanout) {}

        @Override
        public void failed(Throwable error) {}
    }
}
