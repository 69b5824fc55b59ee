package io.hongyan.store.rocksdb;

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
import java.util.function.Consumer;

/// The outbox of one rule in the database. The writer's thread allocates the sequences, so that entries become durable
/// in their order and a reader cannot skip one.
final class RocksDbOutbox implements Outbox {
    private final OutboxKey key;
    private final String name;
    private final OutboxCounters counters;
    private final PageReader pages;
    private final Consumer<WriteRequest> writes;
    private final Set<PendingRead> pending = new HashSet<>();
    private final List<PendingRead> waiting = new ArrayList<>();

    /// The highest durable sequence; guarded by this.
    private long written;

    private boolean closed;

    /// Everything up to this sequence has been deleted. Confined to the writer's thread.
    private long deletedUpTo;

    /// @param writes receives requests for the writer, on any thread
    RocksDbOutbox(OutboxKey key, OutboxLimits limits, PageReader pages, Consumer<WriteRequest> writes) {
        this.key = key;
        this.name = key.name();
        this.counters = new OutboxCounters(key, limits);
        this.pages = pages;
        this.writes = writes;
    }

    /// A read that has no result yet.
    static final class PendingRead {
        final long after;
        final int most;
        final boolean waits;
        final CompletableFuture<OutboxPage> result = new CompletableFuture<>();

        /// The highest durable sequence when the read began.
        long written;

        /// @param waits whether there is no result before there is an entry
        PendingRead(long after, int most, boolean waits) {
            this.after = after;
            this.most = most;
            this.waits = waits;
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

    /// Counts an entry of an earlier run, before the writer's thread has started.
    void found(long sequence, int bytes) {
        counters.found(bytes);
        synchronized (this) {
            written = sequence;
        }
    }

    /// Everything up to that sequence is durable.
    void written(long sequence) {
        List<PendingRead> ready;
        synchronized (this) {
            written = sequence;
            ready = List.copyOf(waiting);
            waiting.clear();
        }
        ready.forEach(this::start);
    }

    long deletedUpTo() {
        return deletedUpTo;
    }

    /// Entries have been deleted.
    ///
    /// @param upTo everything up to this sequence
    void deleted(long upTo, long messages, long bytes) {
        deletedUpTo = upTo;
        counters.deleted(messages, bytes);
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
            if (written <= read.after && read.waits) {
                waiting.add(read);
                return;
            }
            read.written = written;
        }
        pages.readOutbox(this, read);
    }

    /// Delivers the page of a read.
    void deliver(PendingRead read, OutboxPage page) {
        synchronized (this) {
            if (page.last() == read.after && read.waits) { // all entries have been acknowledged meanwhile
                if (written == read.written) {
                    waiting.add(read);
                    return;
                }
            } else {
                pending.remove(read);
            }
        }
        if (page.last() == read.after && read.waits) {
            start(read);
        } else {
            read.result.complete(page);
        }
    }

    @Override
    public void acknowledge(long upTo) {
        long safe; // by now: the writer may meet this request only after it has written what is offered next
        synchronized (this) {
            safe = closed ? -1 : Math.min(upTo, written);
        }
        if (safe >= 0) {
            writes.accept(new WriteRequest.Acknowledge(this, safe));
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

    /// Whether that sequence may be one that is not written yet.
    synchronized boolean isAhead(long sequence) {
        return sequence > written;
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
