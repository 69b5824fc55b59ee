package io.hongyan.store.cassandra;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxCounters;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.broker.store.OutboxStats;
import io.hongyan.broker.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The outbox of one rule in Cassandra, as far as this node has filled it. The writer's thread gives the sequences, so
/// that entries become durable in their order and a reader cannot skip one. Any thread.
final class CassandraOutbox implements Outbox {
    private final OutboxKey key;
    private final String name;
    private final OutboxCounters counters;
    private final OutboxIndex index;
    private final Consumer<WriteRequest> writes;
    private final BiConsumer<CassandraOutbox, PendingRead> pages;
    private final Set<PendingRead> pending = new HashSet<>();
    private final List<PendingRead> waiting = new ArrayList<>();
    private boolean closed;

    /// @param writes gets requests for the writer, on any thread
    /// @param pages reads a page and [delivers][#deliver] it
    CassandraOutbox(
            OutboxKey key,
            OutboxLimits limits,
            OutboxIndex index,
            Consumer<WriteRequest> writes,
            BiConsumer<CassandraOutbox, PendingRead> pages) {
        this.key = key;
        this.name = key.name();
        this.counters = new OutboxCounters(key, limits);
        this.index = index;
        this.writes = writes;
        this.pages = pages;
    }

    /// A read that has no result yet.
    static final class PendingRead {
        private final long after;
        private final int most;
        private final boolean waits;
        private final CompletableFuture<OutboxPage> result = new CompletableFuture<>();

        /// The highest durable sequence when the read began; guarded by the outbox.
        private long written;

        PendingRead(long after, int most, boolean waits) {
            this.after = after;
            this.most = most;
            this.waits = waits;
        }

        long after() {
            return after;
        }

        int most() {
            return most;
        }
    }

    @Override
    public OutboxKey key() {
        return key;
    }

    String name() {
        return name;
    }

    OutboxCounters counters() {
        return counters;
    }

    OutboxIndex index() {
        return index;
    }

    @Override
    public boolean reserve(Message message) {
        return counters.take(message);
    }

    @Override
    public void giveBack(Message message) {
        counters.giveBack(message);
    }

    @Override
    public void refused() {
        counters.refused();
    }

    @Override
    public double room() {
        return counters.room();
    }

    /// Gives an entry its place. Called by the writer.
    long place(int bytes) {
        return index.place(bytes);
    }

    /// Everything up to that sequence is durable. Called by the writer.
    void written(long sequence) {
        index.written(sequence);
        List<PendingRead> ready;
        synchronized (this) {
            ready = List.copyOf(waiting);
            waiting.clear();
        }
        ready.forEach(this::start);
    }

    /// Everything up to that sequence leaves. Called by the writer.
    List<OutboxIndex.Change> acknowledged(long upTo) {
        return left(index.leaveUpTo(upTo));
    }

    /// These entries leave. Called by the writer.
    List<OutboxIndex.Change> settled(long[] sequences) {
        return left(index.leave(sequences));
    }

    private List<OutboxIndex.Change> left(OutboxIndex.Leaving leaving) {
        counters.deleted(leaving.messages(), leaving.bytes());
        return leaving.changes();
    }

    @Override
    public CompletableFuture<OutboxPage> read(long after, int most) {
        return begin(new PendingRead(after, most, true));
    }

    @Override
    public CompletableFuture<OutboxPage> look(long after, int most) {
        return begin(new PendingRead(after, most, false));
    }

    private CompletableFuture<OutboxPage> begin(PendingRead read) {
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new StoreException("the outbox is closed"));
            }
            pending.add(read);
        }
        start(read);
        return read.result;
    }

    private void start(PendingRead read) {
        synchronized (this) {
            if (!pending.contains(read)) {
                return;
            }
            read.written = index.written();
            if (read.waits && index.firstAfter(read.after) == 0) {
                waiting.add(read);
                return;
            }
        }
        pages.accept(this, read);
    }

    /// Delivers the page of a read.
    void deliver(PendingRead read, OutboxPage page) {
        boolean again = page.last() == read.after && read.waits; // all that was there has left meanwhile
        synchronized (this) {
            if (again && index.written() == read.written) {
                waiting.add(read);
                return;
            }
            if (!again) {
                pending.remove(read);
            }
        }
        if (again) {
            start(read);
        } else {
            read.result.complete(page);
        }
    }

    @Override
    public void acknowledge(long upTo) {
        if (!isClosed()) {
            writes.accept(new WriteRequest.Acknowledge(this, upTo));
        }
    }

    @Override
    public void settle(long[] sequences) {
        if (!isClosed()) {
            writes.accept(new WriteRequest.Settle(this, sequences.clone()));
        }
    }

    /// Whether there may be a new outbox of that name.
    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public OutboxStats stats() {
        return counters.stats();
    }

    /// Fails all pending reads.
    void close() {
        List<PendingRead> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(pending);
            pending.clear();
            waiting.clear();
        }
        left.forEach(read -> read.result.completeExceptionally(new StoreException("the outbox is closed")));
    }
}
