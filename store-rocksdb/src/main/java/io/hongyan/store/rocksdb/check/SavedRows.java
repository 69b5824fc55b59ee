package io.hongyan.store.rocksdb.check;

import io.hongyan.store.rocksdb.engine.StoreNumbers;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.row.KeyCodec;
import io.hongyan.store.rocksdb.row.RowCodec;
import io.hongyan.store.rocksdb.salvage.RowSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the rows of a store that a repair saves, so that a check promises what a repair does.
final class SavedRows {
    private final RowSource source;
    private final RowCodec codec = new RowCodec();
    private final Map<String, Long> rows = new LinkedHashMap<>();
    private final List<String> faults;
    private final NumbersFromRows numbers = new NumbersFromRows();
    private long[] sessions = new long[64];
    private int sessionCount;
    private boolean sessionsLost;
    private long orphans;
    private long lost;

    private SavedRows(RowSource source) {
        this.source = source;
        this.faults = new ArrayList<>(source.faults());
    }

    /// Receives rows that are saved.
    interface Sink {
        void put(Table table, byte[] key, byte[] value);
    }

    /// @return the result, without the rows
    static SavedRows read(RowSource source, Sink sink) {
        SavedRows saved = new SavedRows(source);
        for (Table table : Table.values()) {
            saved.read(table, sink);
        }
        saved.summarize();
        return saved;
    }

    /// The numbers of starts and the time that no row of the store is ahead of.
    StoreNumbers numbers() {
        return numbers.highest();
    }

    /// Whether there is any row besides those of [Table#META].
    boolean any() {
        return rows.entrySet().stream()
                .anyMatch(table -> !table.getKey().equals(Table.META.text()) && table.getValue() > 0);
    }

    StoreReport report() {
        return new StoreReport(rows, faults);
    }

    /// @param refusal why the store is not used as it is
    StoreReport report(String refusal) {
        List<String> all = new ArrayList<>();
        all.add(refusal);
        all.addAll(faults);
        return new StoreReport(rows, all);
    }

    private void read(Table table, Sink sink) {
        UndecodableCount undecodable = new UndecodableCount(table);
        long[] count = {0};
        int before = faults.size();
        source.read(
                table,
                (key, value) -> {
                    if (!undecodable.check(codec, key, value)) {
                        return;
                    }
                    count[0]++;
                    see(table, key, value);
                    sink.put(table, key, value);
                },
                faults);
        undecodable.addTo(faults);
        if (table == Table.SESSIONS) {
            sessionsLost = faults.size() > before || source.mayLack(table);
        }
        rows.put(table.text(), count[0]);
    }

    private void see(Table table, byte[] key, byte[] value) {
        numbers.see(table, key, value);
        switch (table) {
            case SESSIONS -> addSession(sortable(key));
            case SUBSCRIPTIONS, INBOX, FLIGHT, RECEIVED -> {
                if (Arrays.binarySearch(sessions, 0, sessionCount, sortable(key)) < 0) {
                    orphans++;
                }
            }
            case META, BODIES, RETAINED, OUTBOX, RECORDS -> {}
        }
        if (table == Table.INBOX || table == Table.OUTBOX) {
            long body = RowCodec.bodyOf(value);
            if (body != 0 && source.get(Table.BODIES, KeyCodec.of(body)) == null) {
                lost++;
            }
        }
    }

    /// Keys sort as unsigned numbers.
    private static long sortable(byte[] key) {
        return KeyCodec.number(key) ^ Long.MIN_VALUE;
    }

    private void addSession(long number) {
        if (sessionCount == sessions.length) {
            sessions = Arrays.copyOf(sessions, sessionCount * 2);
        }
        sessions[sessionCount++] = number;
    }

    private void summarize() {
        if (numbers.areNew()) {
            faults.add("the number of starts or the time is lost or older than the rows; both are taken from the rows");
        }
        if (orphans > 0 && sessionsLost) { // without damage, the end of a session was interrupted
            faults.add(orphans + " rows belong to sessions that cannot be read, and are lost with them");
        }
        if (lost > 0) {
            faults.add(lost + " messages in inboxes and outboxes have lost their content");
        }
    }
}
