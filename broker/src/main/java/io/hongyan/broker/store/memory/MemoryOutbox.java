package io.hongyan.broker.store.memory;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxCounters;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.broker.store.OutboxStats;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// A queue on the heap.
final class MemoryOutbox implements Outbox {
    private static final long PAGE_BYTES = 4L << 20;

    private final OutboxKey key;
    private final OutboxCounters counts;
    private final TreeMap<Long, OutboxEntry> entries = new TreeMap<>();
    private final List<Reading> readings = new ArrayList<>();
    private long last;
    private boolean closed;

    MemoryOutbox(OutboxKey key, OutboxLimits limits) {
        this.key = key;
        this.counts = new OutboxCounters(key, limits);
    }

    /// Somebody who reads.
    private record Reading(long after, int most, boolean waits, CompletableFuture<OutboxPage> answer) {}

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

    OutboxCounters counts() {
        return counts;
    }

    /// @param message room was taken for it
    void add(Message message, OutboxLabel label) {
        counts.appended();
        List<Reading> waiting;
        synchronized (this) {
            last++;
            entries.put(last, new OutboxEntry(last, message, label));
            waiting = List.copyOf(readings);
            readings.clear();
        }
        waiting.forEach(this::answer);
    }

    @Override
    public CompletableFuture<OutboxPage> read(long after, int most) {
        return begin(new Reading(after, most, true, new CompletableFuture<>()));
    }

    @Override
    public CompletableFuture<OutboxPage> look(long after, int most) {
        return begin(new Reading(after, most, false, new CompletableFuture<>()));
    }

    private CompletableFuture<OutboxPage> begin(Reading reading) {
        answer(reading);
        return reading.answer();
    }

    private void answer(Reading reading) {
        List<OutboxEntry> page = new ArrayList<>();
        synchronized (this) {
            SortedMap<Long, OutboxEntry> rest = entries.tailMap(reading.after(), false);
            long bytes = 0;
            for (OutboxEntry entry : rest.values()) {
                if (page.size() >= reading.most() || bytes >= PAGE_BYTES) {
                    break;
                }
                page.add(entry);
                bytes += entry.message().bytes();
            }
            if (page.isEmpty() && reading.waits() && !closed) {
                readings.add(reading);
                return;
            }
        }
        if (page.isEmpty() && reading.waits()) {
            reading.answer().completeExceptionally(new IllegalStateException("the outbox is closed"));
        } else {
            reading.answer()
                    .complete(new OutboxPage(
                            page,
                            page.isEmpty() ? reading.after() : page.getLast().sequence()));
        }
    }

    @Override
    public synchronized void acknowledge(long upTo) {
        SortedMap<Long, OutboxEntry> settled = upTo == Long.MAX_VALUE ? entries : entries.headMap(upTo + 1);
        long bytes = settled.values().stream()
                .mapToLong(entry -> entry.message().bytes())
                .sum();
        counts.deleted(settled.size(), bytes);
        settled.clear();
    }

    @Override
    public synchronized void settle(long[] sequences) {
        for (long sequence : sequences) {
            OutboxEntry settled = entries.remove(sequence);
            if (settled != null) {
                counts.deleted(1, settled.message().bytes());
            }
        }
    }

    @Override
    public OutboxStats stats() {
        return counts.stats();
    }

    void close() {
        List<Reading> waiting;
        synchronized (this) {
            closed = true;
            waiting = List.copyOf(readings);
            readings.clear();
        }
        waiting.forEach(this::answer);
    }

    /// The next broker may read.
    synchronized void open() {
        closed = false;
    }
}
