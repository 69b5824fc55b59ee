package io.hongyan.store.rocksdb;

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
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.LostStore;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.health.StoreStats;
import io.hongyan.store.rocksdb.index.IdAllocator;
import io.hongyan.store.rocksdb.index.OpenChannels;
import io.hongyan.store.rocksdb.index.ReferenceCounts;
import io.hongyan.store.rocksdb.row.KeyCodec;
import io.hongyan.store.rocksdb.row.RowCodec;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// Sessions, inboxes, outboxes, retained messages and records in a RocksDB database. Shards collect write requests; one
/// thread writes and syncs them for all shards (group commit).
///
/// A message is stored once, however many inboxes refer to it, and is deleted with the last reference.
public final class RocksDbStore implements Store {
    private static final System.Logger LOG = System.getLogger(RocksDbStore.class.getName());

    private final Engine engine;
    private final ReferenceCounts references = new ReferenceCounts();
    private final StoreStats stats;
    private final SwitchableClock clock;
    private final IdAllocator ids;
    private final RocksDbShardStore anyThread;
    private final PageReader pages;
    private final OutboxRegistry outboxes;
    private final GroupCommitWriter writer;
    private final RocksDbRecords records;
    private volatile long liveBytes;
    private boolean closed;

    private RocksDbStore(Engine engine, Durability durability, StoreLimits limits, Clock machine, DiskHook hook) {
        this.engine = engine;
        this.stats = new StoreStats(engine.advice());
        this.clock = new SwitchableClock(machine);
        this.ids = new IdAllocator(engine.starts(), engine::reserveStarts);
        this.pages = new PageReader(engine, clock, limits.maxAge(), stats);
        WriteBatchBuilder builder = new WriteBatchBuilder(engine, references, ids, clock, stats.undecodable());
        this.writer = new GroupCommitWriter(engine, hook, builder, pages, durability, clock, stats);
        this.anyThread = new RocksDbShardStore(Runnable::run, stats, writer, ids::session, pages);
        this.outboxes = new OutboxRegistry(pages, anyThread::put);
        this.records = new RocksDbRecords(engine, stats.backlog(), anyThread, writer);
        var _ = stats.health().failure().thenRun(outboxes::close);
        writer.add(anyThread);
        new StoreRecovery(engine, hook, references, clock, stats.undecodable()).run(outboxes);
    }

    /// Opens the store in a folder, or creates one.
    ///
    /// @throws StoreException when it cannot be used; the message says what to do
    public static RocksDbStore open(Path folder, Durability durability, StoreLimits limits, Clock clock) {
        return open(folder, durability, limits, clock, DiskHook.NONE);
    }

    /// The same with a hook by which a test lets the disk fail or be slow.
    public static RocksDbStore open(
            Path folder, Durability durability, StoreLimits limits, Clock clock, DiskHook hook) {
        Engine engine = Engine.open(folder);
        LOG.log(Level.INFO, "store {0}, durability {1}", folder, durability);
        RocksDbStore store = null;
        try {
            store = new RocksDbStore(engine, durability, limits, clock, hook);
            return store;
        } finally {
            if (store == null) {
                engine.close(); // otherwise the next attempt would find it in use
            }
        }
    }

    /// What to do when nothing is left of the store of a folder that was in use.
    public static String waysOnWithout(Path folder) {
        return LostStore.waysOn(folder);
    }

    @Override
    public ShardStore shard(Executor loop) {
        RocksDbShardStore writes = new RocksDbShardStore(loop, stats, writer, ids::session, pages);
        writer.add(writes);
        return writes;
    }

    @Override
    public long recordedMillis() {
        return engine.recordedMillis();
    }

    @Override
    public void clock(Clock broker) {
        clock.set(broker);
        writer.start(); // each write records the time of the broker
    }

    @Override
    public boolean durable() {
        return true;
    }

    @Override
    public @Nullable String fault() {
        return stats.health().fault();
    }

    @Override
    public CompletableFuture<String> failure() {
        return stats.health().failure();
    }

    @Override
    public void retained(BiConsumer<String, Message> sink) {
        RowCodec rows = new RowCodec();
        try {
            engine.scan(Table.RETAINED, new byte[0], (key, value, _) -> {
                Message message =
                        stats.undecodable().decode(Table.RETAINED, key, () -> rows.message(value, Long.MIN_VALUE));
                if (message != null) {
                    sink.accept(KeyCodec.name(key), message);
                }
                return true;
            });
        } catch (RocksDBException e) {
            throw engine.unreadable(e);
        }
    }

    @Override
    public Outbox outbox(OutboxKey key, OutboxLimits bounds) {
        RocksDbOutbox outbox = outboxes.of(key);
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
            return OpenChannels.read(engine, stats.undecodable());
        } catch (RocksDBException e) {
            throw engine.unreadable(e);
        }
    }

    @Override
    public CompletableFuture<Void> dropInstance(String instance) {
        return writer.ask(done -> new WriteRequest.DropInstance(instance, outboxes, done), anyThread);
    }

    /// Whether there is no row: no session, retained message, entry of an outbox or record. Before the first write.
    public boolean isEmpty() {
        boolean[] found = {false};
        try {
            for (Table table : EnumSet.complementOf(EnumSet.of(Table.META))) {
                engine.scan(table, new byte[0], (_, _, _) -> {
                    found[0] = true;
                    return false;
                });
            }
        } catch (RocksDBException e) {
            throw engine.unreadable(e);
        }
        return !found[0];
    }

    public StoreStats stats() {
        return stats;
    }

    /// Writes a copy of the current state into a folder that does not exist, while the store is in use.
    public void backup(Path target) {
        engine.checkpoint(target);
    }

    /// Compacts the database now, which frees the space of deleted rows. RocksDB also does this in the background.
    public void compact() {
        try {
            engine.compact();
        } catch (RocksDBException e) {
            throw new StoreException("cannot compact the store", e);
        }
    }

    /// Bytes of live data on disk, as RocksDB estimates them; the last known value while the database is closed, as it
    /// is between two attempts to write to a full disk.
    public long liveBytes() {
        try {
            liveBytes = engine.property("rocksdb.estimate-live-data-size");
        } catch (StoreException e) {
            LOG.log(Level.DEBUG, "the size of the store is not known now: {0}", e.getMessage());
        }
        return liveBytes;
    }

    /// Writes all collected requests and closes the database.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        writer.close();
        outboxes.close();
        pages.close();
        engine.close();
    }
}
