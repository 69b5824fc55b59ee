package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxCounters;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.broker.store.OutboxStats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The queue of one rule in the database. The writer's thread gives the sequences, so that what is written is always a
/// whole beginning: a reader can pass over nothing.
final class StoredOutbox implements Outbox {
    private final OutboxKey key;
    private final String name;
    private final OutboxCounters counts;
    private final Pages pages;
    private final Consumer<Write> writes;
    private final Set<Reading> open = new HashSet<>();
    private final List<Reading> waiting = new ArrayList<>();

    /// The highest sequence on disk; guarded by this.
    private long written;

    private boolean closed;

    /// Everything up to here was deleted. Of the writer's thread.
    private long gone;

    /// @param writes take what is asked of the writer, from any thread
    StoredOutbox(OutboxKey key, OutboxLimits limits, Pages pages, Consumer<Write> writes) {
        this.key = key;
        this.name = key.name();
        this.counts = new OutboxCounters(key, limits);
        this.pages = pages;
        this.writes = writes;
    }

    /// A read that was not answered yet.
    static final class Reading {
        final long after;
        final int most;
        final CompletableFuture<OutboxPage> answer = new CompletableFuture<>();

        /// How far the queue was written when the read began.
        long written;

        Reading(long after, int most) {
            this.after = after;
            this.most = most;
        }
    }

    @Override
    public OutboxKey key() {
        return key;
    }

    String name() {
        return name;
    }

    OutboxCounters counts() {
        return counts;
    }

    /// Any thread.
    boolean take(Message message) {
        return counts.take(message);
    }

    /// Before the writer's thread runs.
    void found(long sequence, int bytes) {
        counts.found(bytes);
        synchronized (this) {
            written = sequence;
        }
    }

    /// Everything up to there is on disk.
    void written(long sequence) {
        List<Reading> ready;
        synchronized (this) {
            written = sequence;
            ready = List.copyOf(waiting);
            waiting.clear();
        }
        ready.forEach(this::begin);
    }

    long gone() {
        return gone;
    }

    void gone(long sequence, long messages, long bytes) {
        gone = sequence;
        counts.gone(messages, bytes);
    }

    @Override
    public CompletableFuture<OutboxPage> read(long after, int most) {
        Reading reading = new Reading(after, most);
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new StoreProblem("the outbox is closed"));
            }
            open.add(reading);
        }
        begin(reading);
        return reading.answer;
    }

    private void begin(Reading reading) {
        synchronized (this) {
            if (!open.contains(reading)) {
                return;
            }
            if (written <= reading.after) {
                waiting.add(reading);
                return;
            }
            reading.written = written;
        }
        pages.read(this, reading);
    }

    /// What a read has found.
    void answer(Reading reading, OutboxPage page) {
        synchronized (this) {
            if (page.last() == reading.after) { // all of it was acknowledged meanwhile
                if (written == reading.written) {
                    waiting.add(reading);
                    return;
                }
            } else {
                open.remove(reading);
            }
        }
        if (page.last() == reading.after) {
            begin(reading);
        } else {
            reading.answer.complete(page);
        }
    }

    @Override
    public void acknowledge(long upTo) {
        synchronized (this) {
            if (closed) {
                return; // perhaps there is another queue of that name
            }
        }
        writes.accept(new Write.Acknowledge(this, upTo));
    }

    @Override
    public OutboxStats stats() {
        return counts.stats();
    }

    /// Nobody is answered any more.
    void close() {
        List<Reading> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(open);
            open.clear();
            waiting.clear();
        }
        left.forEach(reading -> reading.answer.completeExceptionally(new StoreProblem("the outbox is closed")));
    }
}
