package io.hongyan.store.rocksdb.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// The rows of one write. Each is idempotent, so that a failed write can be retried.
///
/// Confined to one thread.
public final class RowBatch {
    private static final long MOST_BYTES = 16L << 20;

    private final List<Row> rows = new ArrayList<>();
    private final Map<RowId, Long> bodies = new HashMap<>();
    private final Set<RowId> givenBack = new HashSet<>();
    private final Set<Long> settled = new HashSet<>();
    private long bytes;
    private int deletions;

    /// @param value null = delete
    /// @param end not null = delete the range from the key up to here
    private record Row(Table table, byte[] key, byte @Nullable [] value, byte @Nullable [] end) {}

    /// A row of the inbox that this batch adds.
    private record RowId(long session, long sequence) {}

    public void put(Table table, byte[] key, byte[] value) {
        rows.add(new Row(table, key, value, null));
        bytes += key.length + value.length;
    }

    public void delete(Table table, byte[] key) {
        rows.add(new Row(table, key, null, null));
        deletions++;
        bytes += key.length;
    }

    /// Deletes all rows of a range.
    ///
    /// @param end exclusive
    public void deleteRange(Table table, byte[] from, byte[] end) {
        rows.add(new Row(table, from, null, end));
        bytes += from.length + end.length;
    }

    /// Remembers the body of a row of the inbox that this batch adds: it cannot be read from the database yet.
    public void addReference(long session, long sequence, long body) {
        bodies.put(new RowId(session, sequence), body);
    }

    /// The body of a row of the inbox that this batch adds; 0 when it does not add that row.
    public long bodyOf(long session, long sequence) {
        return bodies.isEmpty() ? 0 : bodies.getOrDefault(new RowId(session, sequence), 0L);
    }

    /// Notes that a row of the inbox gives its reference to a body back. Until this batch is written the row is still
    /// in the database, and would be found again: by the end of its session, for instance.
    ///
    /// @return false when it has given it back in this batch already
    public boolean giveBack(long session, long sequence) {
        return givenBack.add(new RowId(session, sequence));
    }

    /// Notes that an entry of an outbox is deleted by itself. Until this batch is written it is still in the database.
    public void settle(long sequence) {
        settled.add(sequence);
    }

    /// Whether that entry of an outbox [is deleted][#settle] by this batch.
    public boolean settles(long sequence) {
        return !settled.isEmpty() && settled.contains(sequence);
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public int size() {
        return rows.size();
    }

    public long bytes() {
        return bytes;
    }

    /// Whether it should be written before more is added: it has that many rows, or they are large.
    public boolean isFull(int mostRows) {
        return rows.size() >= mostRows || bytes >= MOST_BYTES;
    }

    /// The number of rows to delete.
    public int deletions() {
        return deletions;
    }

    public void clear() {
        rows.clear();
        bodies.clear();
        givenBack.clear();
        settled.clear();
        bytes = 0;
        deletions = 0;
    }

    void addTo(WriteBatch batch, Engine engine) throws RocksDBException {
        for (Row row : rows) {
            if (row.end() != null) {
                batch.deleteRange(engine.table(row.table()), row.key(), row.end());
            } else if (row.value() == null) {
                batch.delete(engine.table(row.table()), row.key());
            } else {
                batch.put(engine.table(row.table()), row.key(), row.value());
            }
        }
    }
}
