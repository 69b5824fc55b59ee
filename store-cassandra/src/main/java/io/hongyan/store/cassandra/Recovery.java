package io.hongyan.store.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.InboxSummary;
import io.hongyan.broker.store.RecoveredSession;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import io.hongyan.store.cassandra.engine.Database;
import io.hongyan.store.cassandra.engine.Statements;
import io.hongyan.store.cassandra.row.EntryForm;
import io.hongyan.store.cassandra.row.MessageForm;
import io.hongyan.store.cassandra.row.SessionForm;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Reads the retained messages and the sessions of a virtual shard, and pages of inboxes. Any thread that may block.
final class Recovery {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());
    private static final int SESSIONS_PER_PAGE = 256;
    private static final int ROWS_PER_ANSWER = 1000;
    private static final long MAX_PAGE_BYTES = 4L << 20;

    private final Database database;
    private final Statements statements;
    private final Ownership ownership;
    private final Reads reads;
    private final RetainedIndex retained;
    private final LongSupplier oldest;

    /// @param oldest in wall milliseconds; messages that were stored earlier are given as expired
    Recovery(
            Database database,
            Statements statements,
            Ownership ownership,
            Reads reads,
            RetainedIndex retained,
            LongSupplier oldest) {
        this.database = database;
        this.statements = statements;
        this.ownership = ownership;
        this.reads = reads;
        this.retained = retained;
        this.oldest = oldest;
    }

    /// Reads a virtual shard, gives it to its shard page by page, and opens it.
    void read(Ownership.Request request) {
        VShard vshard = new VShard(request);
        RetainedRows messages = new RetainedRows(database, statements, ownership, retained, request);
        reads.start("the retained messages and sessions of virtual shard " + request.vshard(), () -> {
            messages.read();
            vshard.read();
        });
    }

    /// Reads a page of an inbox.
    void read(WriteRequest.ReadPage read, long after, int largest) {
        reads.start("the inbox of session " + read.session().number(), () -> {
            InboxPage page = page(read.session(), after, read.most(), largest);
            Tasks.run(read.shard(), () -> read.sink().accept(page));
        });
    }

    private InboxPage page(SessionState session, long after, int most, int largest) {
        int answer = Math.clamp(MAX_PAGE_BYTES / Math.max(1, largest), 2, Math.clamp(most + 1L, 2, ROWS_PER_ANSWER));
        InboxRows rows = rows(session, after, answer, true);
        MessageForm form = new MessageForm();
        long from = oldest.getAsLong();
        List<InboxEntry> entries = new ArrayList<>();
        List<InboxPage.Lost> lost = new ArrayList<>(0);
        long bytes = 0;
        for (InboxRows.Found found = rows.next(); found != null; found = rows.next()) {
            if (entries.size() + lost.size() == most || bytes >= MAX_PAGE_BYTES) {
                return new InboxPage(entries, lost, false);
            }
            InboxEntry entry = entry(form, session, found, from);
            if (entry == null) {
                lost.add(new InboxPage.Lost(found.sequence(), found.bytes()));
            } else {
                entries.add(entry);
                bytes += found.bytes();
            }
        }
        return new InboxPage(entries, lost, true);
    }

    private InboxRows rows(SessionState session, long after, int answer, boolean messages) {
        var statement = messages
                ? statements.inbox(session.vshard(), session.number(), after)
                : statements.waiting(session.vshard(), session.number(), after);
        return new InboxRows(
                database.read(statement.setPageSize(Math.max(2, answer))), session.epoch(), session.recoveredLast());
    }

    /// @return null when it cannot be decoded
    private static @Nullable InboxEntry entry(
            MessageForm form, SessionState session, InboxRows.Found found, long from) {
        ByteBuffer content = found.message();
        ByteBuffer options = found.options();
        if (content == null || options == null) {
            return null;
        }
        try {
            Message message = form.read(content, from);
            return new InboxEntry(found.sequence(), message, EntryForm.options(options), found.mark(), null);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "message {0} of session {1} in virtual shard {2} cannot be decoded and is left out: {3}",
                    Long.toString(found.sequence()),
                    Long.toString(session.number()),
                    Integer.toString(session.vshard()),
                    e);
            return null;
        }
    }

    /// The reading of one virtual shard. After a failed read it can be called again, and goes on after what was given.
    private final class VShard {
        private final Ownership.Request request;
        private final SessionForm sessions = new SessionForm();
        private final MessageForm messages = new MessageForm();
        private long given = Long.MIN_VALUE;

        VShard(Ownership.Request request) {
            this.request = request;
        }

        void read() {
            List<RecoveredSession> page = new ArrayList<>();
            Found present = null;
            for (Row row : database.read(statements.sessions(request.vshard()).setPageSize(ROWS_PER_ANSWER))) {
                long number = row.getLong("number");
                if (number <= given) {
                    continue;
                }
                if (present == null || present.number != number) {
                    add(present, page);
                    if (present != null && page.size() >= SESSIONS_PER_PAGE) {
                        give(page, present.number);
                    }
                    present = new Found(number);
                }
                present.add(row);
            }
            add(present, page);
            if (!page.isEmpty() && present != null) {
                give(page, present.number);
            }
            request.shard().onShard(request.sink()::opened);
        }

        private void give(List<RecoveredSession> page, long last) {
            List<RecoveredSession> copy = List.copyOf(page);
            page.clear();
            given = last;
            request.shard().onShard(() -> request.sink().page(copy));
        }

        private void add(@Nullable Found found, List<RecoveredSession> page) {
            if (found == null) {
                return;
            }
            StoredSession stored = found.decode(sessions);
            if (stored != null && !ownership.isDropped(stored.key().instance(), found.number)) {
                page.add(session(found, stored));
            } else if (stored != null || found.data == null) {
                SessionState state = state(found, Math.max(1, found.position)); // its inbox goes, too
                request.shard().put(new WriteRequest.Remove(state));
            }
        }

        private SessionState state(Found found, long last) {
            SessionState state = new SessionState(
                    request.vshard(), found.number, ownership.epoch(request.vshard()), found.position, last);
            state.foundWritten();
            for (int id : found.received) {
                state.foundReceived(id);
            }
            if (found.pending) {
                state.foundPending();
            }
            return state;
        }

        private RecoveredSession session(Found found, StoredSession stored) {
            List<InboxRows.Found> entries = found.pending ? entries(found) : List.of();
            long last = entries.isEmpty() ? found.position : entries.getLast().sequence();
            SessionState state = state(found, last);
            int waiting = 0;
            long bytes = 0;
            int shared = 0;
            long firstTaken = 0;
            long lastTaken = 0;
            for (InboxRows.Found entry : entries) {
                state.found(entry.sequence(), entry.bytes());
                ByteBuffer options = entry.options();
                if (entry.mark() != 0) {
                    firstTaken = firstTaken == 0 ? entry.sequence() : firstTaken;
                    lastTaken = entry.sequence();
                } else if (options != null) {
                    waiting++;
                    bytes += entry.bytes();
                    shared += EntryForm.options(options).shared() ? 1 : 0;
                }
            }
            List<InboxEntry> taken = lastTaken == 0 ? List.of() : taken(state, firstTaken, lastTaken);
            return new RecoveredSession(
                    request.shard().session(state),
                    stored,
                    found.subscriptions,
                    taken,
                    new InboxSummary(waiting, bytes, shared, last),
                    found.received);
        }

        private List<InboxRows.Found> entries(Found found) {
            InboxRows rows = new InboxRows(
                    database.read(statements
                            .waiting(request.vshard(), found.number, found.position)
                            .setPageSize(ROWS_PER_ANSWER)),
                    0,
                    Long.MAX_VALUE);
            List<InboxRows.Found> entries = new ArrayList<>();
            for (InboxRows.Found entry = rows.next(); entry != null; entry = rows.next()) {
                entries.add(entry);
            }
            return entries;
        }

        private List<InboxEntry> taken(SessionState state, long first, long last) {
            List<InboxEntry> taken = new ArrayList<>();
            InboxRows rows = rows(state, first - 1, 64, true);
            for (InboxRows.Found found = rows.next(); found != null && found.sequence() <= last; found = rows.next()) {
                InboxEntry entry = found.mark() == 0 ? null : entry(messages, state, found, oldest.getAsLong());
                if (entry != null) {
                    taken.add(entry);
                }
            }
            return taken;
        }
    }

    /// The rows of one session.
    private static final class Found {
        private final long number;
        private final List<StoredSubscription> subscriptions = new ArrayList<>(1);
        private @Nullable ByteBuffer data;
        private long position;
        private boolean pending;
        private int[] received = {};

        Found(long number) {
            this.number = number;
        }

        void add(Row row) {
            String filter = row.getString("filter");
            ByteBuffer value = row.getByteBuffer("data");
            if (filter != null && !filter.isEmpty()) {
                if (value != null) {
                    subscriptions.add(SessionForm.subscription(filter, value));
                }
                return;
            }
            data = value;
            position = row.getLong("position");
            pending = row.getBoolean("pending");
            received = SessionForm.ids(row.getByteBuffer("received"));
        }

        /// @return null when there is nothing, or it cannot be decoded
        @Nullable
        StoredSession decode(SessionForm form) {
            ByteBuffer present = data;
            if (present == null) {
                return null;
            }
            try {
                return form.read(present.duplicate());
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "session {0} cannot be decoded and is left out: {1}", Long.toString(number), e);
                return null;
            }
        }
    }
}
