package io.hongyan.testkit.sim.world;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecoveredSession;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A durable store on a [SimDisk]. As the real one it collects what shards write, makes one write of it, syncs it, and
/// tells all who wait, later; a write that fails is repeated; pages are read later still. What was not synced at a
/// crash is lost.
public final class SimStore implements Store {
    private static final long PAUSE_AFTER_FAILURE_MICROS = 200_000;
    private static final long OUTAGE_MICROS = 500_000;
    private static final int SLOWDOWN = 100;
    private static final long SLOWEST_MICROS = 1_000_000;

    private final SimDisk disk;
    private final Scheduler scheduler;
    private final RandomStream random;
    private final DiskTiming timing;
    private final long start;
    private final List<SimShardStore> shards = new ArrayList<>();
    private final List<Write> owned = new ArrayList<>();
    private final Map<OutboxKey, SimOutbox> outboxes = new TreeMap<>(Comparator.comparing(OutboxKey::name));
    private List<Write> writing = List.of();
    private @Nullable Clock clock;
    private boolean busy;
    private long busySince;
    private boolean dead;
    private long roundAt = Long.MAX_VALUE;
    private long numbers;
    private long pendingBytes;

    public SimStore(SimDisk disk, Scheduler scheduler, RandomStream random, DiskTiming timing) {
        this.disk = disk;
        this.scheduler = scheduler;
        this.random = random;
        this.timing = timing;
        this.start = disk.begin();
    }

    @Override
    public ShardStore shard(Executor loop) {
        SimShardStore shard = new SimShardStore(this, loop);
        shards.add(shard);
        return shard;
    }

    @Override
    public long recordedMillis() {
        return disk.recordedMillis();
    }

    @Override
    public void clock(Clock broker) {
        clock = broker;
    }

    @Override
    public boolean durable() {
        return true;
    }

    @Override
    public @Nullable String fault() {
        return disk.isFailing(scheduler.now()) ? "the disk fails" : null;
    }

    @Override
    public CompletableFuture<String> failure() {
        return new CompletableFuture<>();
    }

    @Override
    public void retained(BiConsumer<String, Message> sink) {
        disk.retained(sink);
    }

    @Override
    public Outbox outbox(OutboxKey key, OutboxLimits limits) {
        return outboxes.computeIfAbsent(
                key,
                _ -> new SimOutbox(
                        key, limits, this, List.copyOf(disk.outbox(key).values())));
    }

    void settle(SimOutbox outbox, long[] sequences) {
        owned.add(new Write.Settle(outbox, sequences));
        wake(false);
    }

    /// Somebody wants to read an outbox: now, or when there is something.
    void readsOutbox(SimOutbox outbox) {
        scheduler.after(duration(timing.readMicros()), () -> {
            if (!dead) {
                outbox.answer(List.copyOf(disk.outbox(outbox.key()).values()));
            }
        });
    }

    @Override
    public List<OpenChannel> openChannels() {
        return List.of(); // no simulated rule tells of connections
    }

    @Override
    public List<Outbox> outboxes() {
        return List.of();
    }

    @Override
    public RecordTable records() {
        throw new UnsupportedOperationException("nothing in a simulated service has records");
    }

    @Override
    public CompletableFuture<Void> dropInstance(String instance) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        owned.add(new Write.DropInstance(instance, age(), done));
        wake(true);
        return done;
    }

    private long age() {
        return start << 28 | numbers;
    }

    long number(int vshard) {
        numbers++;
        return ((long) vshard << 48) | age();
    }

    void pending(int bytes) {
        pendingBytes += bytes;
    }

    @Nullable
    String outage() {
        return busy && scheduler.now() - busySince >= OUTAGE_MICROS ? "nothing can be stored at present" : null;
    }

    boolean congested() {
        return pendingBytes > timing.congestedBytes();
    }

    /// Something waits to be written, and perhaps somebody for that.
    void wake(boolean soon) {
        if (dead) {
            return;
        }
        long at = scheduler.now() + (soon ? random.shortTime(timing.syncMicros() / 10) : timing.idleMicros());
        if (at < roundAt) {
            roundAt = at;
            scheduler.at(at, () -> round(at));
        }
    }

    private void round(long at) {
        if (dead || busy || at != roundAt) {
            return;
        }
        roundAt = Long.MAX_VALUE;
        List<Write> all = collected();
        if (!all.isEmpty()) {
            busy = true;
            busySince = scheduler.now();
            writing = all;
            scheduler.after(duration(timing.syncMicros()), this::attempt);
        }
    }

    /// Everything that the shards have written, with the parts of the batches that end by it.
    private List<Write> collected() {
        List<Write> all = new ArrayList<>();
        for (SimShardStore shard : shards) {
            shard.take().forEach(write -> collect(write, all));
        }
        all.addAll(owned);
        owned.clear();
        return all;
    }

    private static void collect(Write write, List<Write> all) {
        all.add(write instanceof Write.Retain retain ? retain.taken() : write);
        AtomicBatch batch = switch (write) {
            case Write.Received received -> received.batch();
            case Write.Moved moved -> moved.copies();
            default -> null;
        };
        if (batch != null) {
            batch.commit().forEach(part -> collect((Write) part, all));
        }
    }

    private void attempt() {
        if (dead) {
            return;
        }
        if (disk.isFailing(scheduler.now())) {
            scheduler.after(PAUSE_AFTER_FAILURE_MICROS, this::attempt);
            return;
        }
        List<Write> written = writing;
        writing = List.of();
        busy = false;
        apply(written);
        for (Write write : written) {
            switch (write) {
                case Write.Durable durable -> durable.shard().execute(durable.then());
                case Write.Read read -> scheduler.after(duration(timing.readMicros()), () -> page(read));
                case Write.DropInstance drop -> drop.done().complete(null);
                default -> {}
            }
        }
        outboxes.values().stream().filter(SimOutbox::isAwaited).forEach(this::readsOutbox);
        roundAt = Long.MAX_VALUE;
        wake(true);
    }

    private void apply(List<Write> writes) {
        for (Write write : writes) {
            disk.apply(write);
            pendingBytes -= bytes(write);
        }
        if (clock != null) {
            disk.record(clock.wallMillis());
        }
    }

    private static long bytes(Write write) {
        return switch (write) {
            case Write.Append w -> w.entry().message().bytes();
            case Write.SendOn w -> w.message().bytes();
            default -> 0;
        };
    }

    private void page(Write.Read read) {
        if (!dead) {
            var page = disk.page(read);
            read.shard().execute(() -> read.sink().accept(page));
        }
    }

    /// Reads the sessions of a virtual shard, in pages of any size.
    void acquire(Write.Acquire acquire) {
        List<RecoveredSession> found = disk.sessions(acquire.vshard(), acquire.shard()::session);
        if (found.isEmpty()) {
            acquire.sink().opened(); // most are: no event for each of thousands
            return;
        }
        scheduler.after(duration(timing.readMicros()), () -> {
            if (!dead) {
                int half = random.nextInt(found.size() + 1);
                give(acquire, found.subList(0, half));
                give(acquire, found.subList(half, found.size()));
                acquire.shard().onShard(acquire.sink()::opened);
            }
        });
    }

    private static void give(Write.Acquire acquire, List<RecoveredSession> page) {
        if (!page.isEmpty()) {
            acquire.shard().onShard(() -> acquire.sink().page(page));
        }
    }

    private long duration(int most) {
        long usual = random.shortTime(most);
        return disk.isSlow(scheduler.now()) ? Math.min(usual * SLOWDOWN + most, SLOWEST_MICROS) : usual;
    }

    /// The process dies: what is being written may have reached the disk, as a whole, or not.
    public void crash() {
        dead = true;
        if (busy && !disk.isFailing(scheduler.now()) && random.nextBoolean()) {
            apply(writing);
        }
    }

    /// Writes what is left.
    @Override
    public void close() {
        if (!dead) {
            dead = true;
            apply(writing);
            apply(collected());
        }
    }
}
