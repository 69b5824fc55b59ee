package io.hongyan.store.rocksdb.check;

import io.hongyan.broker.store.StoreException;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.row.KeyCodec;
import io.hongyan.store.rocksdb.row.RowCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.RocksDBException;

/// Checks a store for damage: checksums of all files, and whether the messages of inboxes and outboxes are there.
public final class StoreCheck {
    private final Engine engine;
    private final List<String> faults = new ArrayList<>();
    private final RowCodec codec = new RowCodec();
    private long lost;

    private StoreCheck(Engine engine) {
        this.engine = engine;
    }

    /// Changes nothing. No process may use the store meanwhile: files that it deletes would look like damage.
    ///
    /// @throws StoreException when there is no store, or it cannot be opened at all
    public static StoreReport check(Path folder) {
        try (Engine engine = Engine.openReadOnly(folder)) {
            return new StoreCheck(engine).report();
        }
    }

    /// Opens a store as a start does, and closes it; reads no rows and changes nothing.
    ///
    /// @throws StoreException when it cannot be opened
    public static void open(Path folder) {
        Engine.openReadOnly(folder).close();
    }

    private StoreReport report() {
        try {
            engine.verify();
        } catch (RocksDBException e) {
            faults.add("a file does not have the checksum that it was written with: " + e.getMessage());
        }
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Table table : Table.values()) {
            rows.put(table.text(), count(table));
        }
        if (lost > 0) {
            faults.add(lost + " messages in inboxes and outboxes have lost their content");
        }
        return new StoreReport(rows, faults);
    }

    private long count(Table table) {
        long[] rows = {0};
        UndecodableCount undecodable = new UndecodableCount(table);
        try {
            engine.scan(table, new byte[0], (key, value, snapshot) -> {
                rows[0]++;
                undecodable.check(codec, key, value);
                long body = body(table, value);
                if (body != 0 && snapshot.get(Table.BODIES, KeyCodec.of(body)) == null) {
                    lost++;
                }
                return true;
            });
        } catch (RocksDBException e) {
            faults.add("table " + table.text() + " can be read only up to row " + rows[0] + ": " + e.getMessage());
        }
        undecodable.addTo(faults);
        return rows[0];
    }

    /// The body that a row refers to, 0 for none.
    private static long body(Table table, byte[] row) {
        return switch (table) {
            case INBOX, OUTBOX -> RowCodec.bodyOf(row);
            case META, SESSIONS, SUBSCRIPTIONS, FLIGHT, RECEIVED, BODIES, RETAINED -> 0;
        };
    }
}
