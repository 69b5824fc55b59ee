package io.hongyan.cloud.record;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Numbers of rows, which are kept as rows themselves: counting a million would take a second. Each number is the sum
/// of 64 parts, so that those who change it need not wait for one another.
public final class StripedCounts {
    private static final int STRIPES = 64;

    private final RecordTable table;
    private final char kind;
    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

    /// @param kind of the rows with the numbers
    public StripedCounts(RecordTable table, char kind) {
        this.table = table;
        this.kind = kind;
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /// The lock under which the row of a name is looked at and changed, and counted.
    public ReentrantLock lock(String name) {
        return locks[stripe(name)];
    }

    /// Runs what changes or deletes numbers of any name, while nobody else changes one.
    public void exclusively(Runnable change) {
        for (ReentrantLock lock : locks) {
            lock.lock();
        }
        try {
            change.run();
        } finally {
            for (ReentrantLock lock : locks) {
                lock.unlock();
            }
        }
    }

    /// The change that counts one more or less. The lock of the name is held until that change is durable.
    ///
    /// @param what is counted
    /// @param name of the row that comes or goes
    /// @param by 1 or -1
    public Change add(String instance, String what, String name, int by) {
        byte[] key = RowKey.of(instance, kind, what, Integer.toString(stripe(name)));
        long now = number(table.get(key)) + by;
        return now <= 0 ? new Change.Delete(key) : new Change.Put(key, bytes(now));
    }

    /// How many there are.
    public long sum(String instance, String what) {
        return table.scan(RowKey.within(instance, kind, what), null, STRIPES).stream()
                .mapToLong(row -> number(row.value()))
                .sum();
    }

    private static long number(byte @Nullable [] value) {
        return value == null || value.length < Long.BYTES
                ? 0
                : ByteBuffer.wrap(value).getLong();
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static int stripe(String name) {
        int hash = name.hashCode();
        return (hash ^ (hash >>> 16)) & (STRIPES - 1);
    }
}
