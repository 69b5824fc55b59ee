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

/// Reads the sessions of one virtual shard, and gives them to the shard in pages. When reading fails it can be called
/// again and goes on behind the last page.
///
/// Confined to the thread that reads.
final class VShardReader {
    private static final System.Logger LOG = System.getLogger(VShardReader.class.getName());
    private static final int SESSIONS_PER_PAGE = 256;

    private final int vshard;
    private final ShardWrites shard;
    private final ShardStore.Acquisition sink;

    /// The lowest number of a session that was not given to the shard.
    private long next;

    VShardReader(int vshard, ShardWrites shard, ShardStore.Acquisition sink) {
        this.vshard = vshard;
        this.shard = shard;
        this.sink = sink;
        this.next = (long) vshard << 48;
    }

    int number() {
        return vshard;
    }

    /// @param oldest messages stored before, in wall milliseconds, come back as expired
    void read(Engine engine, Rows rows, long oldest) throws RocksDBException {
        engine.read(() -> sessions(engine, rows, oldest));
        shard.onShard(sink::opened);
    }

    private void sessions(Engine engine, Rows rows, long oldest) throws RocksDBException {
        try (RocksIterator sessions = engine.iterator(Table.SESSIONS)) {
            sessions.seek(Keys.of(next));
            if (isHere(sessions)) {
                read(engine, rows, oldest, sessions);
            }
            sessions.status();
        }
    }

    private boolean isHere(RocksIterator sessions) {
        return sessions.isValid() && Keys.number(sessions.key()) >>> 48 == vshard;
    }

    private void read(Engine engine, Rows rows, long oldest, RocksIterator sessions) throws RocksDBException {
        try (RocksIterator filters = engine.iterator(Table.SUBSCRIPTIONS);
                RocksIterator inbox = engine.iterator(Table.INBOX);
                RocksIterator marks = engine.iterator(Table.FLIGHT);
                RocksIterator received = engine.iterator(Table.RECEIVED)) {
            for (RocksIterator part : new RocksIterator[] {filters, inbox, marks, received}) {
                part.seek(Keys.of(next));
            }
            List<RecoveredSession> page = new ArrayList<>();
            for (; isHere(sessions); sessions.next()) {
                long number = Keys.number(sessions.key());
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
                    give(List.copyOf(page), number);
                    page.clear();
                }
            }
            if (!page.isEmpty()) {
                give(page, Long.MAX_VALUE - 1);
            }
        }
    }

    private void give(List<RecoveredSession> page, long last) {
        next = last + 1;
        shard.onShard(() -> sink.page(page));
    }

    private static List<StoredSubscription> filters(long number, RocksIterator filters) {
        List<StoredSubscription> found = new ArrayList<>(1);
        for (seek(number, filters); at(number, filters); filters.next()) {
            found.add(Rows.subscription(Keys.text(filters.key()), filters.value()));
        }
        return found;
    }

    private static int[] received(long number, RocksIterator received) {
        IntStream.Builder ids = IntStream.builder();
        for (seek(number, received); at(number, received); received.next()) {
            ids.add(Keys.packetId(received.key()));
        }
        return ids.build().toArray();
    }

    private record Inbox(List<InboxEntry> taken, InboxSummary waiting) {}

    private Inbox inbox(Engine engine, Rows rows, long oldest, long number, RocksIterator inbox, RocksIterator marks)
            throws RocksDBException {
        List<InboxEntry> taken = new ArrayList<>(0);
        int waiting = 0;
        long bytes = 0;
        int shared = 0;
        long last = 0;
        seek(number, marks);
        for (seek(number, inbox); at(number, inbox); inbox.next()) {
            last = Keys.sequence(inbox.key());
            Rows.Entry entry = Rows.entry(inbox.value());
            while (at(number, marks) && Keys.sequence(marks.key()) < last) {
                marks.next();
            }
            if (at(number, marks) && Keys.sequence(marks.key()) == last) {
                byte[] body = engine.get(Table.BODIES, Keys.of(entry.body()));
                if (body == null) {
                    forgetLost(number, last);
                } else {
                    int mark = Rows.mark(marks.value());
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

    private void forgetLost(long number, long sequence) {
        LOG.log(
                Level.ERROR,
                "message {0} of session {1} was sent, is not acknowledged and has lost its content: it is left out",
                Long.toString(sequence),
                Long.toHexString(number));
        shard.put(new Write.Done(number, sequence));
    }

    /// Passes rows of other sessions.
    private static void seek(long number, RocksIterator rows) {
        while (rows.isValid() && Keys.number(rows.key()) < number) {
            rows.next();
        }
    }

    private static boolean at(long number, RocksIterator rows) {
        return rows.isValid() && Keys.number(rows.key()) == number;
    }
}
