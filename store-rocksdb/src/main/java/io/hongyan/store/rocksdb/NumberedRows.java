package io.hongyan.store.rocksdb;

import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.row.KeyCodec;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// The rows of a table whose keys begin with a number, in their order. Each question to RocksDB is a call out of Java,
/// and a start asks millions: what the present row answered is remembered.
///
/// Confined to one thread.
final class NumberedRows implements AutoCloseable {
    private final RocksIterator rows;

    /// Of the present row; null behind the last one.
    private byte @Nullable [] key;

    private long number;

    /// @param from the lowest number of a row to read; 0 for all, also for a row whose key is too short
    NumberedRows(Engine engine, Table table, long from) {
        this.rows = engine.iterator(table);
        rows.seek(from == 0 ? new byte[0] : KeyCodec.of(from));
        look();
    }

    private void look() {
        byte[] present = rows.isValid() ? rows.key() : null;
        key = present;
        number = present == null ? 0 : KeyCodec.number(present);
    }

    void next() {
        rows.next();
        look();
    }

    /// Passes over the rows of lower numbers.
    void advanceTo(long first) {
        while (isBefore(first)) {
            next();
        }
    }

    /// Whether there is a row, and not only the end of the table.
    boolean isValid() {
        return key != null;
    }

    boolean isAt(long some) {
        return key != null && number == some;
    }

    boolean isBefore(long some) {
        return key != null && number < some;
    }

    /// The number of the present row. Only allowed while there is one, as what follows.
    long number() {
        return number;
    }

    byte[] key() {
        byte[] present = key;
        if (present == null) {
            throw new IllegalStateException("behind the last row");
        }
        return present;
    }

    byte[] value() {
        return rows.value();
    }

    /// Throws when the iterator has failed: until then that looks like the end of its table.
    void status() throws RocksDBException {
        rows.status();
    }

    @Override
    public void close() {
        rows.close();
    }
}
