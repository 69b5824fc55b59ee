package io.hongyan.testkit.sim.world;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.InboxSummary;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.RecoveredSession;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// What is on the simulated disk: it outlives brokers, and holds only what was synced.
public final class SimDisk {
    private static final int VSHARD_SHIFT = 48;
    private static final long AGE = (1L << VSHARD_SHIFT) - 1;

    private final TreeMap<Long, Rows> sessions = new TreeMap<>();
    private final TreeMap<String, TreeMap<Topic, Message>> retained = new TreeMap<>();
    private final Map<OutboxKey, NavigableMap<Long, OutboxEntry>> outboxes = new HashMap<>();
    private long sequences;
    private long starts;
    private long recordedMillis;
    private long failingUntil;
    private long slowUntil;

    /// Everything of one session.
    private static final class Rows {
        @Nullable
        StoredSession session;

        final Map<String, StoredSubscription> subscriptions = new LinkedHashMap<>();
        final TreeMap<Long, InboxEntry> inbox = new TreeMap<>();
        final TreeSet<Integer> received = new TreeSet<>();

        boolean isEmpty() {
            return session == null && subscriptions.isEmpty() && inbox.isEmpty() && received.isEmpty();
        }
    }

    /// Makes each write fail until that time.
    public void failUntil(long micros) {
        failingUntil = micros;
    }

    /// Makes each write and read take long until that time.
    public void slowUntil(long micros) {
        slowUntil = micros;
    }

    /// Ends what was made by [#failUntil] and [#slowUntil].
    public void heal() {
        failingUntil = 0;
        slowUntil = 0;
    }

    boolean isFailing(long now) {
        return now < failingUntil;
    }

    boolean isSlow(long now) {
        return now < slowUntil;
    }

    /// A broker opens the disk: what belongs to no session goes.
    long begin() {
        sessions.values().removeIf(rows -> rows.session == null);
        return ++starts;
    }

    long recordedMillis() {
        return recordedMillis;
    }

    void record(long wallMillis) {
        recordedMillis = wallMillis;
    }

    /// The number of sessions that have anything on disk, also those that are over.
    public int sessions() {
        return (int) sessions.values().stream().filter(rows -> !rows.isEmpty()).count();
    }

    /// The number of messages in all inboxes on disk.
    public int messages() {
        return sessions.values().stream().mapToInt(rows -> rows.inbox.size()).sum();
    }

    /// The topics with a retained message of that instance.
    public List<Topic> retainedTopics(String instance) {
        TreeMap<Topic, Message> messages = retained.get(instance);
        return messages == null ? List.of() : List.copyOf(messages.keySet());
    }

    /// What a rule has to send on, by its sequence.
    public NavigableMap<Long, OutboxEntry> outbox(OutboxKey key) {
        return new TreeMap<>(entries(key));
    }

    private NavigableMap<Long, OutboxEntry> entries(OutboxKey key) {
        return outboxes.computeIfAbsent(key, _ -> new TreeMap<>());
    }

    private void settle(Write.Settle w) {
        Map<Long, OutboxEntry> entries = entries(w.outbox().key());
        List<OutboxEntry> removed = new ArrayList<>();
        for (long sequence : w.sequences()) {
            OutboxEntry entry = entries.remove(sequence);
            if (entry != null) {
                removed.add(entry);
            }
        }
        w.outbox().removed(removed);
    }

    private Rows rows(long session) {
        return sessions.computeIfAbsent(session, _ -> new Rows());
    }

    void apply(Write write) {
        switch (write) {
            case Write.Save w -> rows(w.session()).session = w.what();
            case Write.Remove w -> sessions.remove(w.session());
            case Write.Subscribe w ->
                rows(w.session()).subscriptions.put(w.subscription().filter(), w.subscription());
            case Write.Unsubscribe w -> rows(w.session()).subscriptions.remove(w.filter());
            case Write.Append w -> rows(w.session()).inbox.put(w.entry().sequence(), w.entry());
            case Write.Mark w ->
                rows(w.session()).inbox.computeIfPresent(w.sequence(), (_, entry) -> entry.marked(w.mark()));
            case Write.Done w -> rows(w.session()).inbox.remove(w.sequence());
            case Write.Moved w -> rows(w.session()).inbox.remove(w.sequence());
            case Write.Received w -> rows(w.session()).received.add(w.packetId());
            case Write.Completed w -> rows(w.session()).received.remove(w.packetId());
            case Write.Retained w -> retain(w);
            case Write.SendOn w -> {
                sequences++;
                entries(w.outbox().key()).put(sequences, new OutboxEntry(sequences, w.message(), w.label()));
                w.outbox().written();
            }
            case Write.Settle w -> settle(w);
            case Write.DropInstance w -> drop(w);
            case Write.Retain _, Write.Durable _, Write.Read _, Write.Acquire _ -> {}
        }
    }

    private void retain(Write.Retained w) {
        Map<Topic, Message> messages = retained.computeIfAbsent(w.instance(), _ -> new TreeMap<>());
        if (w.message() == null) {
            messages.remove(w.topic());
        } else {
            messages.put(w.topic(), w.message());
        }
    }

    /// What a later instance of the same name writes stays.
    private void drop(Write.DropInstance w) {
        retained.remove(w.instance());
        sessions.entrySet().removeIf(entry -> {
            StoredSession session = entry.getValue().session;
            return session != null
                    && session.key().instance().equals(w.instance())
                    && (entry.getKey() & AGE) <= w.newest();
        });
    }

    InboxPage page(Write.Read read) {
        Rows rows = sessions.get(read.session());
        if (rows == null) {
            return InboxPage.EMPTY;
        }
        List<InboxEntry> entries = rows.inbox.tailMap(read.after(), false).values().stream()
                .limit(read.most())
                .map(entry -> new InboxEntry(entry.sequence(), entry.message(), entry.options(), null))
                .toList();
        return new InboxPage(entries, List.of(), entries.size() < read.most());
    }

    List<RecoveredSession> sessions(int vshard, LongFunction<SessionStore> stores) {
        List<RecoveredSession> found = new ArrayList<>();
        long from = (long) vshard << VSHARD_SHIFT;
        sessions.subMap(from, from + AGE + 1).forEach((number, rows) -> {
            StoredSession session = rows.session;
            if (session != null) {
                found.add(recovered(stores.apply(number), session, rows));
            }
        });
        return found;
    }

    private static RecoveredSession recovered(SessionStore store, StoredSession session, Rows rows) {
        List<InboxEntry> taken = new ArrayList<>();
        int waiting = 0;
        long bytes = 0;
        int shared = 0;
        for (InboxEntry entry : rows.inbox.values()) {
            if (entry.mark() != 0) {
                taken.add(new InboxEntry(entry.sequence(), entry.message(), entry.options(), entry.mark(), null));
            } else {
                waiting++;
                bytes += entry.message().bytes();
                shared += entry.options().shared() ? 1 : 0;
            }
        }
        InboxSummary summary =
                new InboxSummary(waiting, bytes, shared, rows.inbox.isEmpty() ? 0 : rows.inbox.lastKey());
        int[] ids = rows.received.stream().mapToInt(Integer::intValue).toArray();
        return new RecoveredSession(store, session, List.copyOf(rows.subscriptions.values()), taken, summary, ids);
    }

    void retained(BiConsumer<String, Message> sink) {
        retained.forEach((instance, messages) ->
                List.copyOf(messages.values()).forEach(message -> sink.accept(instance, message)));
    }
}
