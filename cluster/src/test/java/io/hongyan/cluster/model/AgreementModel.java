package io.hongyan.cluster.model;

import io.hongyan.cluster.agree.Agreement.Lease;
import io.hongyan.cluster.agree.Agreement.Renewal;
import io.hongyan.cluster.agree.AgreementException;
import io.hongyan.cluster.agree.Change;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Guard;
import io.hongyan.cluster.agree.Outcome;
import io.hongyan.cluster.agree.Range;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What etcd is for those who use it: keys with revisions, and leases that end by the right time, or somewhat later.
/// [#connect] gives a machine its way there, with delays and losses.
public final class AgreementModel {
    private static final long SECOND = 1_000_000_000;

    private final VirtualTime time;
    private final SplittableRandom random;
    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private final Map<Long, LeaseState> leases = new HashMap<>();
    private final List<ModelConnection> connections = new ArrayList<>();

    /// What was there at [#forgotten], and each revision since.
    private final TreeMap<String, Entry> base = new TreeMap<>();

    private final TreeMap<Long, List<Change>> log = new TreeMap<>();
    private long forgotten = 1;
    private long revision = 1;
    private long leaseNumber = 1000;
    private long latestEnd = SECOND / 2;

    private static final class LeaseState {
        private final int ttlSeconds;
        private long deadline;

        private LeaseState(int ttlSeconds) {
            this.ttlSeconds = ttlSeconds;
        }
    }

    public AgreementModel(VirtualTime time, SplittableRandom random) {
        this.time = time;
        this.random = random;
    }

    /// A machine's way to the agreement.
    public ModelConnection connect(Machine machine) {
        var connection = new ModelConnection(this, time, random.split(), machine);
        connections.add(connection);
        return connection;
    }

    /// How much later than at its time a lease ends at the latest.
    public void latestEnd(long nanos) {
        latestEnd = nanos;
    }

    /// Forgets the past, so that who reads it late has to begin anew.
    public void compact() {
        for (List<Change> changes : log.values()) {
            changes.forEach(change -> apply(base, change));
        }
        log.clear();
        forgotten = revision;
    }

    long revision() {
        return revision;
    }

    long forgotten() {
        return forgotten;
    }

    /// The changes of each revision after that one; nothing must have been forgotten since.
    List<Map.Entry<Long, List<Change>>> since(long after) {
        return List.copyOf(log.tailMap(after, false).entrySet());
    }

    Lease grant(int ttlSeconds) {
        long id = leaseNumber++;
        var state = new LeaseState(ttlSeconds);
        leases.put(id, state);
        prolong(id, state);
        return new Lease(id, ttlSeconds);
    }

    private void prolong(long id, LeaseState state) {
        state.deadline = time.now() + state.ttlSeconds * SECOND;
        long deadline = state.deadline;
        time.after(deadline - time.now() + random.nextLong(latestEnd + 1), () -> {
            if (leases.get(id) == state && state.deadline == deadline) {
                revoke(id);
            }
        });
    }

    Renewal keepAlive(long id) {
        LeaseState state = leases.get(id);
        if (state == null) {
            return new Renewal.Gone();
        }
        prolong(id, state);
        return new Renewal.Renewed(state.ttlSeconds);
    }

    void revoke(long id) {
        if (leases.remove(id) == null) {
            return;
        }
        var changes = new ArrayList<Change>();
        for (Entry entry : entries.values()) {
            if (entry.lease() == id) {
                changes.add(new Change.Deleted(entry.key()));
            }
        }
        if (!changes.isEmpty()) {
            record(changes);
        }
    }

    Range range(String prefix) {
        return new Range(below(entries, prefix), revision);
    }

    Range range(String prefix, long at) {
        if (at < forgotten || at > revision) {
            throw new AgreementException("revision " + at + " is not kept");
        }
        var then = new TreeMap<>(base);
        log.headMap(at, true).values().forEach(changes -> changes.forEach(change -> apply(then, change)));
        return new Range(below(then, prefix), at);
    }

    private static List<Entry> below(NavigableMap<String, Entry> all, String prefix) {
        return List.copyOf(all.subMap(prefix, prefix + Character.MAX_VALUE).values());
    }

    Outcome commit(Transaction transaction) {
        if (!transaction.guards().stream().allMatch(this::holds)) {
            return new Outcome.Refused(revision);
        }
        for (Write write : transaction.writes()) {
            if (write instanceof Write.Put put && put.lease() != 0 && !leases.containsKey(put.lease())) {
                return new Outcome.LeaseGone();
            }
        }
        var changes = new ArrayList<Change>();
        for (Write write : transaction.writes()) {
            Change change = change(write);
            if (change != null) {
                changes.add(change);
            }
        }
        if (!changes.isEmpty()) {
            record(changes);
        }
        return new Outcome.Committed(revision);
    }

    private boolean holds(Guard guard) {
        Entry entry = entries.get(guard.key());
        return switch (guard) {
            case Guard.Absent _ -> entry == null;
            case Guard.Unchanged unchanged -> entry != null && entry.changed() == unchanged.changed();
        };
    }

    private @Nullable Change change(Write write) {
        Entry before = entries.get(write.key());
        return switch (write) {
            case Write.Put put ->
                new Change.Put(new Entry(
                        put.key(),
                        put.value(),
                        before == null ? revision + 1 : before.created(),
                        revision + 1,
                        put.lease()));
            case Write.Delete delete -> before == null ? null : new Change.Deleted(delete.key());
        };
    }

    private void record(List<Change> changes) {
        revision++;
        changes.forEach(change -> apply(entries, change));
        log.put(revision, List.copyOf(changes));
        connections.removeIf(ModelConnection::isClosed);
        connections.forEach(ModelConnection::changed);
    }

    private static void apply(Map<String, Entry> to, Change change) {
        switch (change) {
            case Change.Put put -> to.put(put.key(), put.entry());
            case Change.Deleted deleted -> to.remove(deleted.key());
        }
    }
}
