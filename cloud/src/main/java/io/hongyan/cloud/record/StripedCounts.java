package io.hongyan.cloud.record;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Numbers of rows, which are kept as rows themselves: counting a million would take a second. Each number is the sum
/// of one part to each lock, so that those who change it need not wait for one another.
public final class StripedCounts {
    private final RecordTable table;
    private final char kind;
    private final StripedLock lock = new StripedLock();

    /// @param kind of the rows with the numbers
    public StripedCounts(RecordTable table, char kind) {
        this.table = table;
        this.kind = kind;
    }

    /// Looks at the row of a name, changes it, and counts that, while nobody else does so.
    public <T extends @Nullable Object> T locked(String name, Supplier<T> change) {
        return lock.locked(name, change);
    }

    /// Runs what changes or deletes numbers of any name, while nobody else changes one.
    public void exclusively(Runnable change) {
        lock.exclusively(change);
    }

    /// The change that counts one more or less. Within [#locked], until that change is durable.
    ///
    /// @param what is counted
    /// @param name of the row that comes or goes
    /// @param by 1 or -1
    public Change add(String instance, String what, String name, int by) {
        byte[] key = RowKey.of(instance, kind, what, Integer.toString(StripedLock.stripe(name)));
        long now = number(table.get(key)) + by;
        return now <= 0 ? new Change.Delete(key) : new Change.Put(key, bytes(now));
    }

    /// How many there are.
    public long sum(String instance, String what) {
        return table.scan(RowKey.within(instance, kind, what), null, StripedLock.STRIPES).stream()
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
}
