package io.hongyan.store.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.StoreException;
import io.hongyan.store.cassandra.engine.Database;
import io.hongyan.store.cassandra.engine.Fault;
import io.hongyan.store.cassandra.engine.Statements;
import io.hongyan.store.cassandra.health.StoreHealth;
import io.hongyan.store.cassandra.row.Prefix;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Rows by key, all in one partition, so that they have an order and a write of several takes effect at once. Any
/// thread; reads block it.
final class CassandraRecords implements RecordTable {
    /// What one batch may have: Cassandra takes half a segment of its log, 16 MiB by default.
    private static final int MOST_BYTES = 8 << 20;

    private static final int ROWS_PER_ANSWER = 500;

    private final Database database;
    private final Statements statements;
    private final StoreHealth health;
    private final Writer writer;
    private final CassandraShardStore anyThread;

    CassandraRecords(
            Database database,
            Statements statements,
            StoreHealth health,
            Writer writer,
            CassandraShardStore anyThread) {
        this.database = database;
        this.statements = statements;
        this.health = health;
        this.writer = writer;
        this.anyThread = anyThread;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        checkOpen();
        try {
            var row = database.read(statements.record(key)).one();
            return row == null ? null : bytes(row.getByteBuffer("value"));
        } catch (DriverException e) {
            throw unreadable(e);
        }
    }

    @Override
    public List<Row> scan(byte[] prefix, byte @Nullable [] after, int limit) {
        RecordTable.checkLimit(limit);
        checkOpen();
        byte[] from = after == null || Arrays.compareUnsigned(after, prefix) < 0
                ? prefix
                : Arrays.copyOf(after, after.length + 1);
        byte[] before = Prefix.after(prefix, MAX_KEY);
        if (Arrays.compareUnsigned(from, before) >= 0) {
            return List.of();
        }
        try {
            List<Row> found = new ArrayList<>();
            database.read(statements.records(from, before, limit).setPageSize(ROWS_PER_ANSWER))
                    .forEach(row ->
                            found.add(new Row(bytes(row.getByteBuffer("key")), bytes(row.getByteBuffer("value")))));
            return found;
        } catch (DriverException e) {
            throw unreadable(e);
        }
    }

    private static byte[] bytes(@Nullable ByteBuffer value) {
        byte[] bytes = new byte[value == null ? 0 : value.remaining()];
        if (value != null) {
            value.get(bytes);
        }
        return bytes;
    }

    @Override
    public CompletableFuture<Void> write(List<Change> changes) {
        RecordTable.checkCount(changes);
        List<Change> all = List.copyOf(changes);
        long bytes = all.stream().mapToLong(change -> change.bytes() + 50L).sum();
        String refusal = health.refusal();
        if (refusal != null) {
            return CompletableFuture.failedFuture(new StoreException("cannot write records: " + refusal));
        }
        if (bytes > MOST_BYTES) {
            return CompletableFuture.failedFuture(
                    new StoreException("cannot write records: " + bytes + " bytes at once, the most is " + MOST_BYTES));
        }
        health.waits(all.stream().mapToLong(Change::bytes).sum());
        CompletableFuture<Void> done = new CompletableFuture<>();
        writer.ask(new WriteRequest.ChangeRecords(all, (int) bytes, done), done, anyThread);
        return done;
    }

    private void checkOpen() {
        if (writer.stopped()) {
            throw health.ended();
        }
    }

    private static StoreException unreadable(DriverException e) {
        return new StoreException("cannot read records from Cassandra: " + Fault.reason(e));
    }
}
