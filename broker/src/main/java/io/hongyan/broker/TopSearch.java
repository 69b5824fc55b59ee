package io.hongyan.broker;

import io.hongyan.broker.InstanceTop.Slow;
import io.hongyan.broker.session.Session;
import io.hongyan.broker.shard.Shard;
import io.hongyan.broker.top.Busiest;
import io.hongyan.broker.top.TopEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Looks for the sessions of an instance for which most bytes wait, on one shard: through a bounded number of them in
/// a turn of the loop, however many there are. What the shard counted of talkers and topics comes with them.
///
/// Confined to its shard.
final class TopSearch {
    private static final Comparator<Slow> BY_BYTES =
            Comparator.comparingLong(Slow::queuedBytes).thenComparing(Slow::clientId, Comparator.reverseOrder());

    private final Shard shard;
    private final String instance;
    private final int most;
    private final Iterator<Session> sessions;
    private final CompletableFuture<Part> answer;

    /// The slowest so far, the least of them first.
    private final PriorityQueue<Slow> slowest = new PriorityQueue<>(BY_BYTES);

    private record Part(List<Slow> slow, Busiest.@Nullable View busiest) {}

    private TopSearch(Shard shard, String instance, int most, CompletableFuture<Part> answer) {
        this.shard = shard;
        this.instance = instance;
        this.most = most;
        this.sessions = shard.sessions(instance).iterator();
        this.answer = answer;
    }

    /// Begins a search on all shards, from any thread.
    ///
    /// @param most how many of each list are wanted, 1 or more
    static CompletableFuture<InstanceTop> over(List<Shard> shards, String instance, int most) {
        List<CompletableFuture<Part>> parts = new ArrayList<>();
        for (Shard shard : shards) {
            CompletableFuture<Part> part = new CompletableFuture<>();
            parts.add(part);
            shard.loop().execute(() -> new TopSearch(shard, instance, most, part).look());
        }
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(
                        _ -> merged(parts.stream().map(CompletableFuture::join).toList(), most));
    }

    private void look() {
        for (int i = 0; i < ClientSearch.SESSIONS_PER_TURN && sessions.hasNext(); i++) {
            consider(sessions.next());
        }
        if (sessions.hasNext()) {
            shard.loop().nextTurn(this::look);
        } else {
            answer.complete(new Part(List.copyOf(slowest), shard.busiest(instance)));
        }
    }

    private void consider(Session session) {
        long bytes = session.queuedBytes();
        if (bytes == 0 || (slowest.size() == most && bytes < slowest.element().queuedBytes())) {
            return;
        }
        slowest.add(new Slow(session.clientId(), session.connected(), bytes, session.queued()));
        if (slowest.size() > most) {
            slowest.remove();
        }
    }

    private static InstanceTop merged(List<Part> parts, int most) {
        List<Slow> slow = parts.stream()
                .flatMap(part -> part.slow().stream())
                .sorted(BY_BYTES.reversed())
                .limit(most)
                .toList();
        List<Busiest.View> views = new ArrayList<>();
        for (Part part : parts) {
            if (part.busiest() != null) {
                views.add(part.busiest());
            }
        }
        return new InstanceTop(
                slow,
                sums(views, Busiest.View::clients, most),
                sums(views, Busiest.View::topics, most),
                views.stream().mapToLong(Busiest.View::millis).max().orElse(0));
    }

    private static List<TopEntry> sums(
            List<Busiest.View> views, Function<Busiest.View, List<TopEntry>> list, int most) {
        Map<String, TopEntry> sums = new HashMap<>();
        for (Busiest.View view : views) {
            list.apply(view)
                    .forEach(each -> sums.merge(
                            each.name(),
                            each,
                            (a, b) -> new TopEntry(a.name(), a.messages() + b.messages(), a.bytes() + b.bytes())));
        }
        return sums.values().stream()
                .sorted(Comparator.comparingLong(TopEntry::messages).reversed().thenComparing(TopEntry::name))
                .limit(most)
                .toList();
    }
}
