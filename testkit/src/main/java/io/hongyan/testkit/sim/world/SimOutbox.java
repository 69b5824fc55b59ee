package io.hongyan.testkit.sim.world;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxCounters;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.broker.store.OutboxStats;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The queue of a simulated rule, in one run of the broker. What is in it stands on the disk.
public final class SimOutbox implements Outbox {
    private final OutboxKey key;
    private final SimStore store;
    private final OutboxCounters counts;
    private final List<Reading> waiting = new ArrayList<>();
    private int unwritten;

    SimOutbox(OutboxKey key, OutboxLimits limits, SimStore store, List<OutboxEntry> found) {
        this.key = key;
        this.store = store;
        this.counts = new OutboxCounters(key, limits);
        found.forEach(entry -> counts.found(entry.message().bytes()));
    }

    /// Somebody who waits for an entry.
    private record Reading(long after, int most, CompletableFuture<OutboxPage> answer) {}

    @Override
    public OutboxKey key() {
        return key;
    }

    @Override
    public boolean reserve(Message message) {
        return counts.take(message);
    }

    @Override
    public void giveBack(Message message) {
        counts.giveBack(message);
    }

    @Override
    public void refused() {
        counts.refused();
    }

    @Override
    public double room() {
        return counts.room();
    }

    /// A message joins that is not on disk yet.
    void appended() {
        counts.appended();
        unwritten++;
    }

    /// It is on disk.
    void written() {
        unwritten--;
    }

    /// How many messages have joined and are not on disk yet.
    public int unwritten() {
        return unwritten;
    }

    /// Entries are not on disk any more.
    void removed(List<OutboxEntry> entries) {
        entries.forEach(entry -> counts.deleted(1, entry.message().bytes()));
    }

    @Override
    public CompletableFuture<OutboxPage> read(long after, int most) {
        Reading reading = new Reading(after, most, new CompletableFuture<>());
        waiting.add(reading);
        store.readsOutbox(this);
        return reading.answer();
    }

    /// Answers those for whom there is something.
    ///
    /// @param entries all that is on disk, in its order
    void answer(List<OutboxEntry> entries) {
        for (Reading reading : List.copyOf(waiting)) {
            List<OutboxEntry> page = entries.stream()
                    .filter(entry -> entry.sequence() > reading.after())
                    .limit(reading.most())
                    .toList();
            if (!page.isEmpty()) {
                waiting.remove(reading);
                reading.answer().complete(new OutboxPage(page, page.getLast().sequence()));
            }
        }
    }

    boolean isAwaited() {
        return !waiting.isEmpty();
    }

    @Override
    public CompletableFuture<OutboxPage> look(long after, int most) {
        throw new UnsupportedOperationException("nobody sends on what a simulated rule has");
    }

    @Override
    public void acknowledge(long upTo) {
        throw new UnsupportedOperationException("simulated consumers settle entries one by one");
    }

    @Override
    public void settle(long[] sequences) {
        store.settle(this, sequences.clone());
    }

    @Override
    public OutboxStats stats() {
        return counts.stats();
    }
}
