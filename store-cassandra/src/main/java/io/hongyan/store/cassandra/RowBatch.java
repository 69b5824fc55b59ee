package io.hongyan.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import io.hongyan.store.cassandra.engine.Statements;
import io.hongyan.store.cassandra.row.EntryForm;
import io.hongyan.store.cassandra.row.MessageForm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rows that take effect together. What is overwritten within the batch, or is not needed any more, is not written at
/// all. It may be sent any number of times: each row has its own time.
///
/// Confined to the writer's thread until it is sent, and to the sender from then on.
final class RowBatch {
    /// What a row takes beside its values, at most.
    private static final int ROW_BYTES = 150;

    private final Set<Partition> partitions = new HashSet<>();
    private final List<BoundStatement> rows = new ArrayList<>();
    private final Map<Entry, Append> appends = new LinkedHashMap<>();
    private final Map<Entry, Mark> marks = new LinkedHashMap<>();
    private final Map<SessionState, Place> places = new LinkedHashMap<>();
    private final Map<SessionState, Ids> received = new LinkedHashMap<>();
    private int bytes;
    private long counted;

    /// An entry of an inbox; sessions are told apart by identity.
    private record Entry(SessionState session, long sequence) {}

    private record Mark(int mark, long time) {}

    private record Place(long position, boolean pending, long time) {}

    private record Ids(byte[] ids, long time) {}

    /// The rows stand in these, too.
    void spans(Set<Partition> more) {
        partitions.addAll(more);
    }

    Set<Partition> partitions() {
        return partitions;
    }

    /// At most.
    int bytes() {
        return bytes;
    }

    /// Messages of so many bytes wait for it.
    long counted() {
        return counted;
    }

    int size() {
        return rows.size() + appends.size() + marks.size() + places.size() + received.size();
    }

    /// @param valueBytes of its values
    void add(BoundStatement row, int valueBytes) {
        rows.add(row);
        bytes += ROW_BYTES + valueBytes;
    }

    /// @param waiting bytes that are counted until the batch is written
    void add(BoundStatement row, int valueBytes, int waiting) {
        add(row, valueBytes);
        counted += waiting;
    }

    void append(Append append) {
        appends.put(new Entry(append.session(), append.entry().sequence()), append);
        bytes += ROW_BYTES + append.entry().message().bytes();
        counted += append.counted();
    }

    void mark(SessionState session, long sequence, int mark, long time) {
        marks.put(new Entry(session, sequence), new Mark(mark, time));
        bytes += ROW_BYTES;
    }

    /// Takes back what the batch would write of an entry.
    ///
    /// @return whether the entry itself is taken back, so that no earlier batch wrote it
    boolean cancel(SessionState session, long sequence) {
        Entry entry = new Entry(session, sequence);
        marks.remove(entry);
        return appends.remove(entry) != null;
    }

    void place(SessionState session, long time) {
        places.put(session, new Place(session.position(), session.pending(), time));
        bytes += ROW_BYTES;
    }

    void received(SessionState session, byte[] ids, long time) {
        received.put(session, new Ids(ids, time));
        bytes += ROW_BYTES + ids.length;
    }

    /// Takes back all columns that the batch would write of a session which ends.
    void forget(SessionState session) {
        places.remove(session);
        received.remove(session);
    }

    /// Makes the statement.
    ///
    /// @param now wall milliseconds of the broker, which messages are given as the time of their storing
    BatchStatement statement(Statements statements, long now) {
        List<BatchableStatement<?>> all = new ArrayList<>(size());
        all.addAll(rows);
        appends.values().forEach(append -> all.add(row(statements, append, now)));
        marks.forEach((entry, mark) -> all.add(statements.mark(
                mark.time(),
                entry.session().vshard(),
                entry.session().number(),
                entry.sequence(),
                entry.session().epoch(),
                mark.mark())));
        places.forEach((session, place) -> all.add(statements.saveState(
                place.time(), session.vshard(), session.number(), place.position(), place.pending())));
        received.forEach((session, ids) ->
                all.add(statements.saveReceived(ids.time(), session.vshard(), session.number(), ids.ids())));
        DefaultBatchType type = partitions.size() == 1 ? DefaultBatchType.UNLOGGED : DefaultBatchType.LOGGED;
        return BatchStatement.builder(type).addStatements(all).build();
    }

    private static BoundStatement row(Statements statements, Append append, long now) {
        SessionState session = append.session();
        return statements.append(
                append.time(),
                session.vshard(),
                session.number(),
                append.entry().sequence(),
                session.epoch(),
                MessageForm.write(append.entry().message(), now),
                EntryForm.options(append.entry().options()),
                append.entry().message().bytes());
    }
}
