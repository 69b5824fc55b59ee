package io.hongyan.broker.top;

import io.hongyan.codec.topic.Topic;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The clients that publish most and the topics that are used most, in the last five to ten minutes, for one instance
/// on one shard. The first messages of each five minutes all count; of those that follow one in sixteen does, for
/// sixteen, chosen at random. So a message of a busy instance costs a decrement, and little traffic is counted exactly.
///
/// Confined to its shard.
public final class Busiest {
    /// Messages of a window that all count.
    static final int EXACT = 4096;

    /// Of those that follow, one in so many.
    static final int ONE_IN = 16;

    static final long WINDOW_MILLIS = 300_000;

    /// Longer topics are not counted: what is kept has a bound.
    static final int LONGEST_TOPIC = 512;

    private final long begun;
    private @Nullable Window last;
    private @Nullable Window present;
    private int exact = EXACT;
    private int gap = 1;
    private long random = 0x9E3779B97F4A7C15L;

    private static final class Window {
        private final long begun;
        private final TopList<String> clients = new TopList<>();
        private final TopList<Topic> topics = new TopList<>();

        Window(long begun) {
            this.begun = begun;
        }
    }

    /// Who sends most, the first first.
    ///
    /// @param millis how long ago counting began for it
    public record View(List<TopEntry> clients, List<TopEntry> topics, long millis) {}

    /// @param now in steady milliseconds, as for all methods
    public Busiest(long now) {
        this.begun = now;
    }

    /// A client published a message.
    public void published(String clientId, Topic topic, int bytes, long now) {
        if (exact > 0) {
            exact--;
            count(clientId, topic, bytes, 1, now);
        } else if (--gap <= 0) {
            gap = next();
            count(clientId, topic, bytes, ONE_IN, now);
        }
    }

    /// How many messages until one counts again: 1 to 31, so that no rhythm of the senders is that of the choice.
    private int next() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return 1 + (int) ((random >>> 33) % (2 * ONE_IN - 1));
    }

    private void count(String clientId, Topic topic, int bytes, int weight, long now) {
        Window window = present;
        if (window == null || now - window.begun >= WINDOW_MILLIS) {
            window = turn(now);
        }
        window.clients.add(clientId, weight, (long) bytes * weight);
        if (topic.length() <= LONGEST_TOPIC) {
            window.topics.add(topic, weight, (long) bytes * weight);
        }
    }

    private Window turn(long now) {
        Window before = present;
        last = before != null && now - before.begun < 2 * WINDOW_MILLIS ? before : null;
        Window window = new Window(now);
        present = window;
        exact = EXACT;
        return window;
    }

    /// What was counted in the present and the last window.
    public View view(long now) {
        Window window = present;
        if (window == null || now - window.begun >= WINDOW_MILLIS) {
            window = turn(now);
        }
        Window before = last;
        long since = before == null ? Math.min(window.begun, Math.max(begun, now - WINDOW_MILLIS)) : before.begun;
        return new View(
                together(before == null ? null : before.clients, window.clients, name -> name),
                together(before == null ? null : before.topics, window.topics, Topic::toString),
                now - since);
    }

    private static <K extends Comparable<K>> List<TopEntry> together(
            @Nullable TopList<K> before, TopList<K> now, Function<K, String> name) {
        Map<K, long[]> sums = new HashMap<>();
        now.forEach(sums::put);
        if (before != null) {
            before.forEach((key, counts) -> sums.merge(key, counts, (a, b) -> new long[] {a[0] + b[0], a[1] + b[1]}));
        }
        return sums.entrySet().stream()
                .map(each -> new TopEntry(name.apply(each.getKey()), each.getValue()[0], each.getValue()[1]))
                .sorted(Comparator.comparingLong(TopEntry::messages).reversed().thenComparing(TopEntry::name))
                .toList();
    }
}
