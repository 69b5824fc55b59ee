package io.hongyan.store.rocksdb.row;

import io.hongyan.store.rocksdb.engine.Table;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Counts and logs rows that cannot be decoded: they are skipped and stay in the database, where `hongyan store check`
/// names them. The disk has returned them as they were written, so reading them again does not help. Any thread.
public final class UndecodableRows {
    private static final System.Logger LOG = System.getLogger(UndecodableRows.class.getName());
    private static final int MAX_LOGGED = 20;
    private static final int MAX_REMEMBERED = 10_000;

    private final Set<RowId> known = ConcurrentHashMap.newKeySet();
    private final LongAdder count = new LongAdder();
    private final String advice;

    private record RowId(Table table, ByteBuffer key) {}

    /// @param advice what to do about damage, for lines of the log
    public UndecodableRows(String advice) {
        this.advice = advice;
    }

    /// Decodes a row.
    ///
    /// @return null when the decoder throws
    public <T> @Nullable T decode(Table table, byte[] key, Supplier<T> decoder) {
        try {
            return decoder.get();
        } catch (RuntimeException cause) {
            add(table, key, cause);
            return null;
        }
    }

    /// Rows that could not be decoded since the start. A row that is read again is not counted again, as long as there
    /// are no more than 10,000.
    public long count() {
        return count.sum();
    }

    private void add(Table table, byte[] key, RuntimeException cause) {
        if (known.size() < MAX_REMEMBERED && !known.add(new RowId(table, ByteBuffer.wrap(key.clone())))) {
            return;
        }
        count.increment();
        long sum = count.sum();
        if (sum <= MAX_LOGGED) {
            LOG.log(
                    Level.ERROR,
                    "a row of table {0} of the store cannot be decoded and is skipped (key {1}): {2}; {3}",
                    table.text(),
                    HexFormat.of().formatHex(key),
                    cause,
                    advice);
        }
        if (sum == MAX_LOGGED) {
            LOG.log(Level.ERROR, "further rows that cannot be decoded are counted, not logged");
        }
    }
}
