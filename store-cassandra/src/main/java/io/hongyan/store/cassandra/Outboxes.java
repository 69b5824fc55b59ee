package io.hongyan.store.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.store.cassandra.engine.Database;
import io.hongyan.store.cassandra.engine.Statements;
import io.hongyan.store.cassandra.row.EntryForm;
import io.hongyan.store.cassandra.row.MessageForm;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The outboxes that this node fills. Any thread, but for what the writer calls.
final class Outboxes {
    private static final System.Logger LOG = System.getLogger(Outboxes.class.getName());
    private static final long MAX_PAGE_BYTES = 4L << 20;

    private final Database database;
    private final Statements statements;
    private final Reads reads;
    private final String node;
    private final Map<OutboxKey, CassandraOutbox> byKey = new ConcurrentHashMap<>();

    /// Where the next entry of an outbox stands that has none now, and is not in use.
    private final Map<OutboxKey, Long> nextSegments = new ConcurrentHashMap<>();

    /// What has entries in the present round -> the last of them. Confined to the writer's thread.
    private final Map<CassandraOutbox, Long> offered = new HashMap<>();

    private volatile Consumer<WriteRequest> writes = _ -> {};

    Outboxes(Database database, Statements statements, Reads reads, String node) {
        this.database = database;
        this.statements = statements;
        this.reads = reads;
        this.node = node;
    }

    /// @param writer gets requests, on any thread
    void writeBy(Consumer<WriteRequest> writer) {
        writes = writer;
    }

    /// Reads what an earlier run has left.
    void find() {
        for (Row row : database.read(statements.list(Lists.outboxes(node)))) {
            ByteBuffer item = row.getByteBuffer("item");
            ByteBuffer value = row.getByteBuffer("value");
            if (item != null && value != null) {
                find(OutboxKey.of(Lists.text(item)), value.getLong(), value.getLong());
            }
        }
    }

    private void find(OutboxKey key, long first, long last) {
        CassandraOutbox outbox = outbox(key, last + 1);
        for (long segment = first; segment <= last; segment++) {
            for (Row row : database.read(
                    statements.outboxSizes(node, outbox.name(), segment).setPageSize(1000))) {
                int bytes = row.getInt("bytes");
                outbox.index().found(row.getLong("seq"), bytes);
                outbox.counters().found(bytes);
            }
        }
        if (outbox.index().isEmpty()) {
            nextSegments.put(key, last + 1);
        } else {
            byKey.put(key, outbox);
            noteSegments(outbox);
        }
    }

    private CassandraOutbox outbox(OutboxKey key, long segment) {
        return new CassandraOutbox(
                key,
                OutboxLimits.defaults(),
                new OutboxIndex(segment),
                request -> writes.accept(request),
                (outbox, read) -> reads.start(key.title(), () -> outbox.deliver(read, page(outbox, read))));
    }

    CassandraOutbox of(OutboxKey key) {
        return byKey.computeIfAbsent(key, missing -> {
            CassandraOutbox made = outbox(missing, nextSegments.getOrDefault(missing, 0L));
            noteSegments(made);
            return made;
        });
    }

    /// Writes where the entries of an outbox stand, one segment more than it has: so it is known before it is used.
    void noteSegments(CassandraOutbox outbox) {
        long first = outbox.index().firstSegment();
        long last = outbox.index().nextSegment() + 1;
        writes.accept(
                new WriteRequest.PutItem(Lists.outboxes(node), Lists.text(outbox.name()), Lists.number(first, last)));
    }

    /// Entries have left. Called by the writer.
    void left(CassandraOutbox outbox, List<OutboxIndex.Change> changes) {
        boolean fewer = changes.stream().anyMatch(OutboxIndex.Change.Whole.class::isInstance);
        if (fewer && outbox.equals(byKey.get(outbox.key()))) {
            noteSegments(outbox);
        }
    }

    /// An entry stands in the present round. Called by the writer.
    void offered(CassandraOutbox outbox, long sequence) {
        offered.put(outbox, sequence);
        if (OutboxIndex.begins(sequence)) {
            noteSegments(outbox);
        }
    }

    /// The round is durable. Called by the writer.
    void written() {
        offered.forEach(CassandraOutbox::written);
        offered.clear();
    }

    /// Closes and removes the outboxes of an instance.
    ///
    /// @return the removed outboxes, whose entries are still in the database
    List<CassandraOutbox> drop(String instance) {
        List<CassandraOutbox> dropped = new ArrayList<>();
        byKey.values().removeIf(outbox -> outbox.key().instance().equals(instance) && dropped.add(outbox));
        for (CassandraOutbox outbox : dropped) {
            nextSegments.put(outbox.key(), outbox.index().nextSegment() + 2);
            outbox.close();
        }
        return dropped;
    }

    List<Outbox> all() {
        return List.copyOf(byKey.values());
    }

    private OutboxPage page(CassandraOutbox outbox, CassandraOutbox.PendingRead read) {
        Page page = new Page(outbox, read.most());
        long at = read.after();
        for (long first = outbox.index().firstAfter(at);
                first > 0 && !page.isFull();
                first = outbox.index().firstAfter(at)) {
            at = page.read(first);
        }
        return new OutboxPage(page.entries, page.entries.isEmpty() && page.met == 0 ? read.after() : page.met);
    }

    /// A page that is being read.
    private final class Page {
        private final CassandraOutbox outbox;
        private final int most;
        private final MessageForm form = new MessageForm();
        private final List<OutboxEntry> entries = new ArrayList<>();
        private long bytes;
        private long met;

        Page(CassandraOutbox outbox, int most) {
            this.outbox = outbox;
            this.most = most;
        }

        boolean isFull() {
            return entries.size() >= most || bytes >= MAX_PAGE_BYTES;
        }

        /// Reads on in one segment.
        ///
        /// @return how far it is read
        long read(long first) {
            var stats = outbox.stats();
            long average = Math.max(1, stats.bytes() / Math.max(1, stats.messages()));
            int answer = Math.clamp(MAX_PAGE_BYTES / average, 4, Math.clamp(most, 4, 1000));
            long end = OutboxIndex.end(first);
            long upTo = Math.min(end, outbox.index().written());
            for (Row row : database.read(statements
                    .outbox(node, outbox.name(), OutboxIndex.segment(first), first - 1, upTo)
                    .setPageSize(answer))) {
                long sequence = row.getLong("seq");
                if (isFull()) {
                    return met;
                }
                if (outbox.index().has(sequence)) {
                    met = sequence;
                    add(row, sequence);
                }
            }
            return upTo;
        }

        private void add(Row row, long sequence) {
            bytes += row.getInt("bytes");
            try {
                ByteBuffer content = row.getByteBuffer("message");
                ByteBuffer label = row.getByteBuffer("label");
                if (content == null || label == null) {
                    throw new IllegalStateException("it has no content");
                }
                Message message = form.read(content, Long.MIN_VALUE);
                entries.add(new OutboxEntry(sequence, message, EntryForm.label(label)));
            } catch (RuntimeException e) {
                outbox.counters().lost();
                LOG.log(
                        Level.ERROR,
                        "message {0} of {1} cannot be decoded and is left out: {2}",
                        Long.toString(sequence),
                        outbox.key().title(),
                        e);
            }
        }
    }

    void close() {
        byKey.values().forEach(CassandraOutbox::close);
    }
}
