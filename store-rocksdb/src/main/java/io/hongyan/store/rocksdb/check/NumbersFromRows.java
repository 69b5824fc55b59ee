package io.hongyan.store.rocksdb.check;

import io.hongyan.store.rocksdb.engine.StoreNumbers;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.index.IdAllocator;
import io.hongyan.store.rocksdb.row.KeyCodec;
import io.hongyan.store.rocksdb.row.RowCodec;

/// Finds the number of starts and the time of a store in its rows: identifiers contain the start in which they were
/// made, and messages the time at which they were stored. A store that has lost these numbers must not go back behind
/// them, or new rows would replace old ones, and messages would live longer than they were given.
final class NumbersFromRows {
    private StoreNumbers recorded = new StoreNumbers(0, 0);
    private StoreNumbers highest = recorded;

    StoreNumbers highest() {
        return highest;
    }

    /// Whether the store has lost its own numbers.
    boolean areNew() {
        return !recorded.equals(highest);
    }

    /// @param value that can be decoded
    void see(Table table, byte[] key, byte[] value) {
        switch (table) {
            case META -> {
                StoreNumbers numbers = StoreNumbers.of(key, value);
                if (numbers != null) {
                    recorded = recorded.max(numbers);
                    highest = highest.max(numbers);
                }
            }
            case SESSIONS, SUBSCRIPTIONS, FLIGHT, RECEIVED -> start(IdAllocator.startOfSession(KeyCodec.number(key)));
            case INBOX -> {
                start(IdAllocator.startOfSession(KeyCodec.number(key)));
                start(IdAllocator.startOfBody(RowCodec.bodyOf(value)));
            }
            case OUTBOX -> {
                start(IdAllocator.startOfBody(KeyCodec.outboxSequence(key)));
                start(IdAllocator.startOfBody(RowCodec.bodyOf(value)));
            }
            case BODIES -> {
                start(IdAllocator.startOfBody(KeyCodec.number(key)));
                time(RowCodec.storedAt(value));
            }
            case RETAINED -> time(RowCodec.storedAt(value));
            case RECORDS -> {}
        }
    }

    private void start(long number) {
        if (number > highest.starts()) {
            highest = highest.max(new StoreNumbers(number, 0));
        }
    }

    private void time(long millis) {
        if (millis > highest.time()) {
            highest = highest.max(new StoreNumbers(0, millis));
        }
    }
}
