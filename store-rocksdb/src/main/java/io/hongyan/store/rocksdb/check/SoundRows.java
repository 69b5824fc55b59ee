package io.hongyan.store.rocksdb.check;

import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.salvage.RowSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// The rows of a store of which all files have their checksums.
record SoundRows(Engine engine) implements RowSource {
    @Override
    public List<String> faults() {
        return List.of();
    }

    @Override
    public boolean mayLack(Table table) {
        return false;
    }

    @Override
    public void read(Table table, Sink sink, List<String> problems) {
        long[] rows = {0};
        try {
            engine.scan(table, new byte[0], (key, value, _) -> {
                sink.row(key, value);
                rows[0]++;
                return true;
            });
        } catch (RocksDBException e) {
            problems.add("table " + table.text() + " can be read only up to row " + rows[0] + ": " + e.getMessage());
        }
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
        try {
            return engine.get(table, key);
        } catch (RocksDBException e) {
            return null;
        }
    }
}
