package io.hongyan.store.rocksdb;

import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxSummary;
import io.hongyan.broker.store.RecoveredSession;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Reads the sessions of one virtual shard and passes them to the shard in pages. After a failed read it can be called
/// again and continues after the last page.
///
/// Confined to the reading thread.
final class VShardReader {
    private static final System.Logger LOG = System.getLogger(VShardReader.class.getName());
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
    void read(Engine engine, RowCodec rows, long oldest) throws RocksDBException {
        engine.read(() -> sessions(engine, rows, oldest));
        shard.onShard(sink::opened);
    }

    private void sessions(Engine engine, RowCodec rows, long oldest) throws RocksDBException {
        try (RocksIterator sessions = engine.iterator(Table.SESSIONS)) {
            sessions.seek(KeyCodec.of(next));
            if (isInVshard(sessions)) {
                read(engine, rows, oldest, sessions);
            }
            sessions.status();
        }
    }

    private boolean isInVshard(RocksIterator sessions) {
        return sessions.isValid() && KeyCodec.number(sessions.key()) >>> 48 == vshard;
    }

    private void read(Engine engine, RowCodec rows, long oldest, RocksIterator sessions) throws RocksDBException {
        try (RocksIterator filters = engine.iterator(Table.SUBSCRIPTIONS);
                RocksIterator inbox = engine.iterator(Table.INBOX);
                RocksIterator marks = engine.iterator(Table.FLIGHT);
                RocksIterator received = engine.iterator(Table.RECEIVED)) {
            for (RocksIterator part : new RocksIterator[] {filters, inbox, marks, received}) {
                part.seek(KeyCodec.of(next));
            }
            List<RecoveredSession> page = new ArrayList<>();
            for (; isInVshard(sessions); sessions.next()) {
                long number = KeyCodec.number(sessions.key());
                Inbox read = inbox(engine, rows, oldest, number, inbox, marks);
                StoredSession session = rows.session(sessions.value());
                page.add(new RecoveredSession(
                        shard.session(number),
                        session,
                        filters(number, filters),
                        read.taken(),
                        read.waiting(),
                        received(number, received)));
                if (page.size() == SESSIONS_PER_PAGE) {
                    pass(List.copyOf(page), number);
                    page.clear();
                }
            }
            if (!page.isEmpty()) {
                pass(page, Long.MAX_VALUE - 1);
            }
        }
    }

    private void pass(List<RecoveredSession> page, long last) {
        next = last + 1;
        shard.onShard(() -> sink.page(page));
    }

    private static List<StoredSubscription> filters(long number, RocksIterator filters) {
        List<StoredSubscription> found = new ArrayList<>(1);
        for (advanceTo(number, filters); isAt(number, filters); filters.next()) {
            found.add(RowCodec.subscription(KeyCodec.text(filters.key()), filters.value()));
        }
        return found;
    }

    private static int[] received(long number, RocksIterator received) {
        IntStream.Builder ids = IntStream.builder();
        for (advanceTo(number, received); isAt(number, received); received.next()) {
            ids.add(KeyCodec.packetId(received.key()));
        }
        return ids.build().toArray();
    }

    private record Inbox(List<InboxEntry> taken, InboxSummary waiting) {}

    private Inbox inbox(
            Engine engine, RowCodec rows, long oldest, long number, RocksIterator inbox, RocksIterator marks)
            throws RocksDBException {
        List<InboxEntry> taken = new ArrayList<>(0);
        int waiting = 0;
        long bytes = 0;
        int shared = 0;
        long last = 0;
        advanceTo(number, marks);
        for (advanceTo(number, inbox); isAt(number, inbox); inbox.next()) {
            last = KeyCodec.sequence(inbox.key());
            RowCodec.InboxRow entry = RowCodec.inboxRow(inbox.value());
            while (isAt(number, marks) && KeyCodec.sequence(marks.key()) < last) {
                marks.next();
            }
            if (isAt(number, marks) && KeyCodec.sequence(marks.key()) == last) {
                byte[] body = engine.get(Table.BODIES, KeyCodec.of(entry.body()));
                if (body == null) {
                    removeLost(number, last);
                } else {
                    int mark = RowCodec.mark(marks.value());
                    taken.add(new InboxEntry(last, rows.message(body, oldest), entry.options(), mark, null));
                }
            } else {
                waiting++;
                bytes += entry.bytes();
                shared += entry.options().shared() ? 1 : 0;
            }
        }
        return new Inbox(taken, new InboxSummary(waiting, bytes, shared, last));
    }

    private void removeLost(long number, long sequence) {
        LOG.log(
                Level.ERROR,
                "message {0} of session {1} was sent and is not acknowledged, but its content is lost: it is dropped",
                Long.toString(sequence),
                Long.toHexString(number));
        shard.put(new WriteRequest.Done(number, sequence));
    }

    /// Advances to the first row of a session.
    private static void advanceTo(long number, RocksIterator rows) {
        while (rows.isValid() && KeyCodec.number(rows.key()) < number) {
            rows.next();
        }
    }

    private static boolean isAt(long number, RocksIterator rows) {
        return rows.isValid() && KeyCodec.number(rows.key()) == number;
    }
}
