package io.hongyan.store.rocksdb;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.StoreException;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.health.WriteBacklog;
import io.hongyan.store.rocksdb.row.KeyCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// Rows by key. Reads go to the database, on the thread of the caller; changes go to the writer. Any thread.
final class RocksDbRecords implements RecordTable {
    private final Engine engine;
    private final WriteBacklog backlog;
    private final RocksDbShardStore anyThread;
    private final GroupCommitWriter writer;

    RocksDbRecords(Engine engine, WriteBacklog backlog, RocksDbShardStore anyThread, GroupCommitWriter writer) {
        this.engine = engine;
        this.backlog = backlog;
        this.anyThread = anyThread;
        this.writer = writer;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        try {
            return engine.get(Table.RECORDS, key);
        } catch (RocksDBException e) {
            throw engine.unreadable(e);
        }
    }

    @Override
    public List<Row> scan(byte[] prefix, byte @Nullable [] after, int limit) {
        RecordTable.checkLimit(limit);
        byte[] from = after == null || Arrays.compareUnsigned(after, prefix) < 0
                ? prefix
                : Arrays.copyOf(after, after.length + 1);
        List<Row> found = new ArrayList<>();
        try {
            engine.scan(
                    Table.RECORDS,
                    from,
                    (key, value, _) ->
                            KeyCodec.startsWith(key, prefix) && found.add(new Row(key, value)) && found.size() < limit);
            return found;
        } catch (RocksDBException e) {
            throw engine.unreadable(e);
        }
    }

    @Override
    public CompletableFuture<Void> write(List<Change> changes) {
        RecordTable.checkCount(changes);
        String refusal = anyThread.refusal();
        if (refusal != null) {
            return CompletableFuture.failedFuture(new StoreException("cannot write records: " + refusal));
        }
        List<Change> all = List.copyOf(changes);
        long bytes = all.stream().mapToLong(Change::bytes).sum();
        backlog.add(bytes);
        return writer.ask(done -> new WriteRequest.ChangeRecords(all, bytes, done), anyThread);
    }
}
