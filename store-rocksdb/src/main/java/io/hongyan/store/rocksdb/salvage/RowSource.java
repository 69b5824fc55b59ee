package io.hongyan.store.rocksdb.salvage;

import io.hongyan.store.rocksdb.engine.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The readable rows of a store.
public interface RowSource {
    /// A sentence for each damage of files.
    List<String> faults();

    /// Whether a damaged file may have had rows of that table.
    boolean mayLack(Table table);

    /// Reads all readable rows of a table, in the order of their keys.
    ///
    /// @param problems receives a sentence for each gap
    void read(Table table, Sink sink, List<String> problems);

    /// @return the row; null when there is none that can be read
    byte @Nullable [] get(Table table, byte[] key);

    /// Receives rows. What it throws ends the reading.
    interface Sink {
        void row(byte[] key, byte[] value);
    }
}
