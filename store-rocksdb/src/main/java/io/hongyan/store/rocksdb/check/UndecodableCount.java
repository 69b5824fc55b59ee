package io.hongyan.store.rocksdb.check;

import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.row.RowCodec;
import java.util.HexFormat;
import java.util.List;

/// Counts the rows of one table that cannot be decoded, for the report of a check or repair.
final class UndecodableCount {
    private final Table table;
    private long count;
    private String first = "";

    UndecodableCount(Table table) {
        this.table = table;
    }

    /// @return whether the row can be decoded
    boolean check(RowCodec codec, byte[] key, byte[] value) {
        try {
            codec.check(table, key, value);
            return true;
        } catch (RuntimeException cause) {
            if (count++ == 0) {
                first = "the first has the key " + HexFormat.of().formatHex(key) + ": " + cause;
            }
            return false;
        }
    }

    void addTo(List<String> faults) {
        if (count > 0) {
            faults.add(count + (count == 1 ? " row" : " rows") + " of table " + table.text() + " cannot be decoded; "
                    + first);
        }
    }
}
