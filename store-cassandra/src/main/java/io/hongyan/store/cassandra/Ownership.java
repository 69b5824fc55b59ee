package io.hongyan.store.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Row;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.VShard;
import io.hongyan.store.cassandra.engine.Database;
import io.hongyan.store.cassandra.engine.Statements;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Which virtual shards are this node's. Whoever takes one over writes a higher epoch into its row, by a light-weight
/// transaction for all that are asked for together of one page; who held it before sees that within a second, and
/// writes nothing more.
///
/// Any thread.
final class Ownership {
    private static final System.Logger LOG = System.getLogger(Ownership.class.getName());
    private static final long COLLECT_NANOS = 2_000_000;
    private static final int PAGES = VShard.COUNT / Lists.PAGE;

    private final Database database;
    private final Statements statements;
    private final Reads reads;
    private final Timestamps times;
    private final String node;
    private final LossListener listener;
    private final AtomicLongArray epochs = new AtomicLongArray(VShard.COUNT);
    private final AtomicIntegerArray used = new AtomicIntegerArray(VShard.COUNT);
    private final Map<String, Long> dropped = new ConcurrentHashMap<>();

    /// Who asks for virtual shards, by page; guarded by itself.
    private final Map<Integer, List<Request>> asked = new HashMap<>();

    private final AtomicBoolean checking = new AtomicBoolean();

    /// Reads a virtual shard that has something.
    private volatile Consumer<Request> reader = _ -> {};

    Ownership(
            Database database,
            Statements statements,
            Reads reads,
            Timestamps times,
            String node,
            LossListener listener) {
        this.database = database;
        this.statements = statements;
        this.reads = reads;
        this.times = times;
        this.node = node;
        this.listener = listener;
    }

    /// Somebody who takes a virtual shard over.
    record Request(int vshard, CassandraShardStore shard, ShardStore.Acquisition sink) {}

    /// @param how reads a virtual shard and opens it
    void readBy(Consumer<Request> how) {
        reader = how;
    }

    /// The epoch of a virtual shard that is held, 1 or more; 0 when it is not.
    long epoch(int vshard) {
        return epochs.get(vshard);
    }

    boolean holds(int vshard) {
        return epochs.get(vshard) > 0;
    }

    /// Whether something of it may be written, or be called written, at this moment.
    boolean mayWrite(int vshard) {
        return holds(vshard) && listener.mayWrite(vshard);
    }

    /// A virtual shard is about to have something.
    ///
    /// @return whether this is new, and must be written
    boolean use(int vshard) {
        return used.compareAndSet(vshard, 0, 1);
    }

    /// An instance was deleted.
    ///
    /// @param time of the deletion; sessions with a lower number are gone, and retained messages of that time
    void dropped(String instance, long time) {
        dropped.merge(instance, time, Math::max);
    }

    /// Whether a session, by its number, or a retained message, by the time of its row, is of an instance that was
    /// deleted since.
    boolean isDropped(String instance, long written) {
        return written <= droppedAt(instance);
    }

    /// The time of the deletion of an instance; 0 when there was none.
    long droppedAt(String instance) {
        return dropped.getOrDefault(instance, 0L);
    }

    /// Everything that was to be written of a virtual shard in that epoch is, and nothing more will be.
    void forget(int vshard, long epoch) {
        epochs.compareAndSet(vshard, epoch, 0);
    }

    void acquire(int vshard, CassandraShardStore shard, ShardStore.Acquisition sink) {
        int page = Lists.page(vshard);
        boolean first;
        synchronized (asked) {
            List<Request> queue = asked.computeIfAbsent(page, _ -> new ArrayList<>());
            first = queue.isEmpty();
            queue.add(new Request(vshard, shard, sink));
        }
        if (first) {
            reads.start(() -> {
                LockSupport.parkNanos(this, COLLECT_NANOS);
                List<Request> requests = takeAsked(page);
                reads.start("the owners of virtual shards", () -> take(page, requests));
            });
        }
    }

    private List<Request> takeAsked(int page) {
        synchronized (asked) {
            List<Request> taken = asked.remove(page);
            return taken == null ? List.of() : taken;
        }
    }

    private void take(int page, List<Request> requests) {
        Map<Integer, Long> claimed = claim(page, requests);
        readLists(page);
        for (Request request : requests) {
            epochs.set(request.vshard(), claimed.getOrDefault(request.vshard(), 0L));
            if (used.get(request.vshard()) == 0) {
                request.shard().onShard(request.sink()::opened);
            } else {
                reader.accept(request);
            }
        }
    }

    /// @return the new epochs
    private Map<Integer, Long> claim(int page, List<Request> requests) {
        while (true) {
            Map<Integer, Long> before = new HashMap<>();
            for (Row row : database.read(statements.owners(page))) {
                before.put(row.getInt("vshard"), row.getLong("epoch"));
            }
            Map<Integer, Long> after = new HashMap<>();
            BatchStatementBuilder batch = BatchStatement.builder(DefaultBatchType.LOGGED);
            for (Request request : requests) {
                Long present = before.get(request.vshard());
                long epoch = (present == null ? 0 : present) + 1;
                if (after.put(request.vshard(), epoch) == null) {
                    batch.addStatement(statements.claim(page, request.vshard(), epoch, node, present));
                }
            }
            if (database.agree(batch.build()).wasApplied()) {
                return after;
            }
            LOG.log(Level.DEBUG, "others claim virtual shards of page {0}, too", page);
        }
    }

    private void readLists(int page) {
        readTimes();
        database.read(statements.list(Lists.DROPPED)).forEach(row -> {
            ByteBuffer value = row.getByteBuffer("value");
            ByteBuffer item = row.getByteBuffer("item");
            if (item != null && value != null) {
                dropped(Lists.text(item), value.getLong());
            }
        });
        database.read(statements.list(Lists.used(page * Lists.PAGE))).forEach(row -> {
            ByteBuffer item = row.getByteBuffer("item");
            if (item != null) {
                used.set(Short.toUnsignedInt(item.getShort()), 1);
            }
        });
    }

    /// The owner before may have written with any time up to the one that it has stored.
    void readTimes() {
        database.read(statements.list(Lists.CLOCKS)).forEach(row -> {
            ByteBuffer item = row.getByteBuffer("item");
            ByteBuffer value = row.getByteBuffer("value");
            if (item != null && value != null && !Lists.text(item).equals(node)) {
                times.passes(value.getLong(8));
            }
        });
    }

    /// Looks whether everything that is held is still this node's, on a thread of its own.
    void check() {
        if (checking.compareAndSet(false, true)) {
            reads.start((Reads.Task) () -> {
                try {
                    lookAtAll();
                } catch (DriverException e) {
                    LOG.log(Level.DEBUG, "cannot read who owns virtual shards: {0}", e.getMessage());
                } finally {
                    checking.set(false);
                }
            });
        }
    }

    private void lookAtAll() {
        for (int page = 0; page < PAGES; page++) {
            if (anyHeld(page)) {
                database.read(statements.owners(page)).forEach(this::look);
            }
        }
    }

    private boolean anyHeld(int page) {
        for (int vshard = page * Lists.PAGE; vshard < (page + 1) * Lists.PAGE; vshard++) {
            if (holds(vshard)) {
                return true;
            }
        }
        return false;
    }

    private void look(Row row) {
        int vshard = row.getInt("vshard");
        long epoch = row.getLong("epoch");
        long held = epochs.get(vshard);
        if (held > 0 && epoch > held && epochs.compareAndSet(vshard, held, 0)) {
            String owner = String.valueOf(row.getString("node"));
            LOG.log(
                    Level.ERROR,
                    "virtual shard {0} was claimed by {1}, in epoch {2} after {3}: nothing of it is written any more",
                    vshard,
                    owner,
                    Long.toString(epoch),
                    Long.toString(held));
            listener.lost(vshard, owner, epoch);
        }
    }
}
