package io.hongyan.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.StoreException;
import io.hongyan.broker.store.VShard;
import io.hongyan.store.cassandra.config.CassandraOptions;
import io.hongyan.store.cassandra.engine.CassandraSchema;
import io.hongyan.store.cassandra.engine.Database;
import io.hongyan.store.cassandra.engine.Fault;
import io.hongyan.store.cassandra.engine.Statements;
import io.hongyan.store.cassandra.health.StoreHealth;
import io.hongyan.store.cassandra.row.ChannelForm;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Sessions, inboxes, outboxes, retained messages and records in Cassandra. Shards collect write requests; one thread
/// sends them for all shards, in batches that each stand in one partition where that is possible.
///
/// Each receiver has a copy of its message: a virtual shard has few receivers of one message, so that a body stored
/// once for all of them would save little, and would need a count of its references, which Cassandra cannot keep
/// safely.
public final class CassandraStore implements Store {
    private static final System.Logger LOG = System.getLogger(CassandraStore.class.getName());
    private static final long CHECK_MILLIS = 1000;

    private final Database database;
    private final Statements statements;
    private final StoreHealth health;
    private final String node;
    private final ScheduledExecutorService timer;
    private final Reads reads;
    private final Timestamps times;
    private final Ownership ownership;
    private final Outboxes outboxes;
    private final Writer writer;
    private final CassandraShardStore anyThread;
    private final CassandraRecords records;
    private final long recorded;
    private volatile Clock clock;
    private boolean started;
    private boolean closed;

    private CassandraStore(
            Database database,
            CassandraOptions options,
            StoreLimits limits,
            Clock machine,
            @Nullable LossListener listener) {
        this.database = database;
        this.node = options.node();
        this.clock = machine;
        this.statements =
                new Statements(database, options.keySpace(), (int) options.ttl().toSeconds());
        this.health = new StoreHealth(machine, options.mostWaiting());
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("store-timer").daemon().factory());
        this.reads = new Reads(health);
        this.times = new Timestamps(machine);
        this.ownership =
                new Ownership(database, statements, reads, times, node, listener == null ? this::failLost : listener);
        this.outboxes = new Outboxes(database, statements, reads, node);
        long maxAge = limits.maxAge().toMillis();
        RetainedIndex retained = new RetainedIndex();
        Recovery recovery =
                new Recovery(database, statements, ownership, reads, retained, () -> clock.wallMillis() - maxAge);
        ownership.readBy(recovery::read);
        int mostLogged = database.mostLogged();
        RowWriter rows =
                new RowWriter(statements, times, ownership, outboxes, retained, health, () -> clock, node, mostLogged);
        BatchSender sender = new BatchSender(database, statements, ownership, health, timer, () -> clock, machine);
        this.writer =
                new Writer(rows, sender, recovery, outboxes, ownership, times, health, () -> clock, machine, node);
        this.anyThread = new CassandraShardStore(Runnable::run, writer, ownership, health, times);
        writer.add(anyThread);
        outboxes.writeBy(anyThread::put);
        this.records = new CassandraRecords(database, statements, health, writer, anyThread);
        var _ = health.failure().thenRun(outboxes::close);
        this.recorded = readClocks();
        outboxes.find();
    }

    /// Connects, and makes what is not there.
    ///
    /// @throws StoreException when it cannot be used; the message says what to do
    public static CassandraStore open(CassandraOptions options, StoreLimits limits, Clock clock) {
        return open(Database.connect(options), options, limits, clock, null);
    }

    /// The same with somebody who hears when virtual shards are lost; without, the store fails then.
    public static CassandraStore open(
            CassandraOptions options, StoreLimits limits, Clock clock, LossListener listener) {
        return open(Database.connect(options), options, limits, clock, listener);
    }

    /// The same over a session of the driver that somebody else closes.
    static CassandraStore over(
            CqlSession session,
            CassandraOptions options,
            StoreLimits limits,
            Clock clock,
            @Nullable LossListener listener) {
        return open(Database.over(session, options), options, limits, clock, listener);
    }

    private static CassandraStore open(
            Database database,
            CassandraOptions options,
            StoreLimits limits,
            Clock clock,
            @Nullable LossListener listener) {
        CassandraStore store = null;
        try {
            CassandraSetup.checkAge(options, limits);
            var _ = CassandraSchema.create(database, options);
            store = new CassandraStore(database, options, limits, clock, listener);
            LOG.log(Level.INFO, "store in key space {0} of Cassandra at {1}", options.keySpace(), options.places());
            return store;
        } catch (DriverException e) {
            throw new StoreException("cannot read key space " + options.keySpace() + " of Cassandra at "
                    + options.places() + ": " + Fault.reason(e));
        } finally {
            if (store == null) {
                database.close();
            }
        }
    }

    /// Whether no virtual shard has anything, and this node has no outbox. Records do not count.
    ///
    /// @throws StoreException when Cassandra does not tell
    public boolean isEmpty() {
        try {
            for (int page = 0; page < VShard.COUNT; page += Lists.PAGE) {
                if (database.read(statements.list(Lists.used(page))).one() != null) {
                    return false;
                }
            }
            return database.read(statements.list(Lists.outboxes(node))).one() == null;
        } catch (DriverException e) {
            throw new StoreException("cannot read from Cassandra whether it holds anything: " + Fault.reason(e));
        }
    }

    private void failLost(int vshard, String owner, long epoch) {
        health.fail(
                "virtual shard " + vshard + " was claimed by " + owner + ": another service uses the same key space",
                null);
    }

    /// @return when this node wrote last
    private long readClocks() {
        long mine = 0;
        for (Row row : database.read(statements.list(Lists.CLOCKS))) {
            ByteBuffer item = row.getByteBuffer("item");
            ByteBuffer value = row.getByteBuffer("value");
            if (item != null && value != null) {
                mine = Lists.text(item).equals(node) ? value.getLong(0) : mine;
                times.passes(value.getLong(8));
            }
        }
        return mine;
    }

    @Override
    public ShardStore shard(Executor loop) {
        CassandraShardStore shard = new CassandraShardStore(loop, writer, ownership, health, times);
        writer.add(shard);
        return shard;
    }

    @Override
    public long recordedMillis() {
        return recorded;
    }

    @Override
    public void clock(Clock broker) {
        clock = broker;
        long limit = times.wanted();
        WriteRequest.PutItem item = writer.record(limit);
        try {
            database.read(statements.putItem(times.next(), item.list(), item.item(), item.value()));
        } catch (DriverException e) {
            throw new StoreException("cannot write to Cassandra: " + Fault.reason(e));
        }
        times.stored(limit);
        started = true;
        writer.start();
        var _ = timer.scheduleWithFixedDelay(ownership::check, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean durable() {
        return true;
    }

    @Override
    public @Nullable String fault() {
        return health.fault();
    }

    @Override
    public CompletableFuture<String> failure() {
        return health.failure();
    }

    @Override
    public void retained(BiConsumer<String, Message> sink) {
        // they come with their virtual shards
    }

    @Override
    public Outbox outbox(OutboxKey key, OutboxLimits bounds) {
        CassandraOutbox outbox = outboxes.of(key);
        outbox.counters().limits(bounds);
        return outbox;
    }

    @Override
    public List<Outbox> outboxes() {
        return outboxes.all();
    }

    @Override
    public RecordTable records() {
        return records;
    }

    @Override
    public List<OpenChannel> openChannels() {
        try {
            if (database.read(statements.list(Lists.CHANNELS)).one() == null) {
                return List.of();
            }
            List<OpenChannel> open = new ArrayList<>();
            for (int page = 0; page < VShard.COUNT; page += Lists.PAGE) {
                for (Row row : database.read(statements.list(Lists.used(page)))) {
                    ByteBuffer item = row.getByteBuffer("item");
                    if (item != null) {
                        readChannels(Short.toUnsignedInt(item.getShort()), open);
                    }
                }
            }
            return open;
        } catch (DriverException e) {
            throw new StoreException("cannot read the open connections from Cassandra: " + Fault.reason(e));
        }
    }

    private void readChannels(int vshard, List<OpenChannel> open) {
        for (Row row : database.read(statements.channels(vshard))) {
            ByteBuffer value = row.getByteBuffer("value");
            OpenChannel channel = value == null ? null : ChannelForm.read(node, value);
            if (channel != null) {
                open.add(channel);
            }
        }
    }

    @Override
    public CompletableFuture<Void> dropInstance(String instance) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        writer.ask(new WriteRequest.DropInstance(instance, done), done, anyThread);
        return done;
    }

    /// What the store counts of itself.
    public StoreHealth health() {
        return health;
    }

    /// Writes all collected requests and closes the connection.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (started) {
            writer.close();
        }
        timer.shutdownNow();
        outboxes.close();
        reads.close();
        database.close();
    }
}
