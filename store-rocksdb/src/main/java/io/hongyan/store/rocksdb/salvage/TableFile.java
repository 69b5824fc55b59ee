package io.hongyan.store.rocksdb.salvage;

import io.hongyan.store.rocksdb.engine.Table;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A table file (SST) of a damaged store.
///
/// @param table null when neither the manifest nor the file itself says to which table it belongs
/// @param level in the tree of RocksDB; 0 when it is not known
/// @param newest the highest sequence number of its rows; 0 when it is not known
/// @param fault why it cannot be read, or not all of it; null when all checksums are right
record TableFile(
        Path path,
        long number,
        @Nullable Table table,
        int level,
        KeyRange keys,
        long newest,
        State state,
        @Nullable String fault) {

    /// How much of a file can be read.
    enum State {
        SOUND,
        /// Blocks of it cannot be read.
        DAMAGED,
        /// It is missing, or has lost what is needed to find its blocks.
        UNREADABLE
    }

    /// The keys of a file, which bound what its range deletions delete.
    record KeyRange(byte[] smallest, byte[] largest) {
        private static final int LONGEST = 64;

        /// No table has a key that begins with so many bytes 0xff.
        static KeyRange all() {
            byte[] last = new byte[LONGEST];
            Arrays.fill(last, (byte) 0xff);
            return new KeyRange(new byte[0], last);
        }
    }

    /// The sentence about it in a report.
    String text() {
        String name = path.getFileName() + (table == null ? "" : " of table " + table.text());
        return switch (state) {
            case SOUND -> "file " + name + " is sound";
            case DAMAGED -> "file " + name + " is damaged, its other blocks are readable: " + fault;
            case UNREADABLE ->
                "file " + name + " cannot be read: " + fault + "; its rows are lost unless a log still has them,"
                        + " and rows that it deleted may be back";
        };
    }
}
