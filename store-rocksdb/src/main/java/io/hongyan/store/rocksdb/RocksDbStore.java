package io.hongyan.store.rocksdb;

import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.Store;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// Sessions, inboxes and retained messages in a RocksDB database. Shards collect what they write, one thread writes and
/// syncs it for all of them (group commit).
///
/// A message is kept once, however many inboxes refer to it, and goes with the last of them.
public final class RocksDbStore implements Store {
    private static final System.Logger LOG = System.getLogger(RocksDbStore.class.getName());

    private final Engine engine;
    private final References references = new References();
    private final Figures figures = new Figures();
    private final StoreClock clock;
    private final Numbers numbers;
    private final ShardWrites ofAnyThread;
    private final Pages pages;
    private final Outboxes outboxes;
    private final Writer writer;
    private volatile long liveBytes;
    private boolean closed;

    private RocksDbStore(Engine engine, Durability durability, StoreLimits limits, Clock machine, DiskGate gate) {
        this.engine = engine;
        this.clock = new StoreClock(machine);
        this.numbers = new Numbers(engine.starts());
        this.pages = new Pages(engine, clock, limits.maxAge(), figures.health());
        Applying applying = new Applying(engine, references, numbers, clock);
        this.writer = new Writer(engine, gate, applying, pages, durability, clock, figures);
        this.ofAnyThread = new ShardWrites(Runnable::run, figures, writer, numbers::session, pages);
        this.outboxes = new Outboxes(pages, ofAnyThread::put);
        var _ = figures.health().failure().thenRun(outboxes::close);
        writer.add(ofAnyThread);
        new Opening(engine, references, clock).read(outboxes);
    }

    /// Opens the store of a folder, or makes one.
    ///
    /// @throws StoreProblem when it cannot be used; the message says what to do
    public static RocksDbStore open(Path folder, Durability durability, StoreLimits limits, Clock clock) {
        return open(folder, durability, limits, clock, DiskGate.OPEN);
    }

    /// The same on a disk that may fail or be slow, for tests.
    public static RocksDbStore open(
            Path folder, Durability durability, StoreLimits limits, Clock clock, DiskGate gate) {
        Engine engine = Engine.open(folder);
        LOG.log(Level.INFO, "store {0}, durability {1}", folder, durability);
        return new RocksDbStore(engine, durability, limits, clock, gate);
    }

    @Override
    public ShardStore shard(Executor loop) {
        ShardWrites writes = new ShardWrites(loop, figures, writer, numbers::session, pages);
        writer.add(writes);
        return writes;
    }

    @Override
    public long recordedMillis() {
        return engine.recordedMillis();
    }

    @Override
    public void clock(Clock broker) {
        clock.become(broker);
        writer.start(); // what it writes carries the time
    }

    @Override
    public boolean durable() {
        return true;
    }

    @Override
    public @Nullable String fault() {
        return figures.health().fault();
    }

    @Override
    public CompletableFuture<String> failure() {
        return figures.health().failure();
    }

    @Override
    public void retained(BiConsumer<String, Message> sink) {
        Rows rows = new Rows();
        try {
            engine.scan(Table.RETAINED, new byte[0], (key, value, _) -> {
                sink.accept(Keys.name(key), rows.message(value, Long.MIN_VALUE));
                return true;
            });
        } catch (RocksDBException e) {
            throw engine.unreadable(e);
        }
    }

    @Override
    public Outbox outbox(OutboxKey key, OutboxLimits bounds) {
        StoredOutbox outbox = outboxes.of(key);
        outbox.counts().limits(bounds);
        return outbox;
    }

    @Override
    public List<Outbox> outboxes() {
        return outboxes.all();
    }

    @Override
    public CompletableFuture<Void> dropInstance(String instance) {
        return writer.drop(instance, outboxes, ofAnyThread);
    }

    public Figures stats() {
        return figures;
    }

    /// Writes a copy of the present state into a folder that does not exist yet, while the service goes on.
    public void backup(Path target) {
        engine.checkpoint(target);
    }

    /// Rewrites what is left, so that the space of everything deleted is free. RocksDB does it by itself as it goes;
    /// this does it at once.
    public void giveSpaceBack() {
        try {
            engine.compact();
        } catch (RocksDBException e) {
            throw new StoreProblem("cannot rewrite the store", e);
        }
    }

    /// Bytes of live data on disk, as RocksDB estimates them; the last known number while the database is not open, as
    /// between two attempts to write on a full disk.
    public long liveBytes() {
        try {
            liveBytes = engine.property("rocksdb.estimate-live-data-size");
        } catch (StoreProblem e) {
            LOG.log(Level.DEBUG, "the size of the store is not known now: {0}", e.getMessage());
        }
        return liveBytes;
    }

    /// Writes what is left, and closes the database.
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
