package io.hongyan.store.rocksdb.engine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/// Which tables of a database are opened. One that was written by an earlier version of the program lacks those that
/// are newer: a start makes them, and whoever only reads must not name them.
final class StoredTables {
    private StoredTables() {}

    /// In the order of their numbers.
    static List<Table> toOpen(EngineOptions options, Path folder, OpenMode mode) {
        if (mode == OpenMode.READ_WRITE) {
            return List.of(Table.values());
        }
        try (Options listing = new Options(options.database(), options.tables())) {
            List<byte[]> labels = RocksDB.listColumnFamilies(listing, folder.toString());
            List<Table> stored = Stream.of(Table.values())
                    .filter(table -> labels.stream().anyMatch(label -> Arrays.equals(label, table.label())))
                    .toList();
            return stored.isEmpty() ? List.of(Table.values()) : stored; // damaged: what opens it says how
        } catch (RocksDBException _) {
            return List.of(Table.values());
        }
    }
}
