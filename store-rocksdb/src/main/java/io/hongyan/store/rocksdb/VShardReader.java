package io.hongyan.store.rocksdb;

import io.hongyan.broker.store.RecoveredSession;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.row.RowCodec;
import io.hongyan.store.rocksdb.row.UndecodableRows;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;

/// Reads the sessions of one virtual shard and passes them to the shard in pages. After a failed read it can be called
/// again and continues after the last page.
///
/// Confined to the reading thread.
final class VShardReader {
    private static final int SESSIONS_PER_PAGE = 256;

    private final int vshard;
    private final RocksDbShardStore shard;
    private final ShardStore.Acquisition sink;

    /// The lowest number of a session that has not been passed to the shard.
    private long next;

    VShardReader(int vshard, RocksDbShardStore shard, ShardStore.Acquisition sink) {
        this.vshard = vshard;
        this.shard = shard;
        this.sink = sink;
        this.next = (long) vshard << 48;
    }

    int number() {
        return vshard;
    }

    /// @param oldest in wall milliseconds; messages that were stored earlier are returned as expired
    void read(Engine engine, RowCodec codec, UndecodableRows undecodable, long oldest) throws RocksDBException {
        engine.read(() -> {
            if (hasSessions(engine)) {
                try (SessionCursor cursor = new SessionCursor(engine, shard, codec, undecodable, next, oldest)) {
                    read(cursor);
                }
            }
        });
        shard.onShard(sink::opened);
    }

    /// Most virtual shards of a small service have none: they need one iterator, not five.
    private boolean hasSessions(Engine engine) throws RocksDBException {
        try (NumberedRows sessions = new NumberedRows(engine, Table.SESSIONS, next)) {
            sessions.status();
            return sessions.isValid() && isMine(sessions.number());
        }
    }

    private boolean isMine(long number) {
        return number >>> 48 == vshard;
    }

    private void read(SessionCursor cursor) throws RocksDBException {
        List<RecoveredSession> page = new ArrayList<>();
        for (; cursor.isValid() && isMine(cursor.number()); cursor.next()) {
            RecoveredSession session = cursor.read();
            if (session != null) {
                page.add(session);
            }
            if (page.size() == SESSIONS_PER_PAGE) {
                cursor.status();
                pass(List.copyOf(page), cursor.number());
                page.clear();
            }
        }
        cursor.status();
        if (!page.isEmpty()) {
            pass(page, Long.MAX_VALUE - 1);
        }
    }

    private void pass(List<RecoveredSession> page, long last) {
        next = last + 1;
        shard.onShard(() -> sink.page(page));
    }
}
