package io.hongyan.broker.route;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.quota.MemoryBudget;
import io.hongyan.transport.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// Carries messages from one shard to the others. What a turn produces for another shard is collected and handed over
/// in one piece at the end of the turn, so that the other shard is woken once for a batch and not for each message.
///
/// Bounded by bytes: [#congested()] tells the shard to slow its publishers until the others have caught up.
///
/// Confined to the sending shard, but for the byte counts.
public final class Courier {
    private static final long MOST_BYTES_ON_THE_WAY = 32L << 20;

    private final int own;
    private final Loop home;
    private final List<? extends Loop> loops;
    private final MemoryBudget memory;
    private final @Nullable ArrayList<Parcel>[] outgoing;

    /// The bytes of what was collected for each shard in this turn.
    private final long[] collected;

    private final AtomicLongArray onTheWay;
    private boolean handOverDue;

    @SuppressWarnings({"unchecked", "rawtypes"})
    public Courier(int own, List<? extends Loop> loops, MemoryBudget memory) {
        this.own = own;
        this.home = loops.get(own);
        this.loops = loops;
        this.memory = memory;
        this.outgoing = new ArrayList[loops.size()];
        this.collected = new long[loops.size()];
        this.onTheWay = new AtomicLongArray(loops.size());
    }

    /// Sends a message to a shard. What is for the own one is opened at once.
    public void send(int shard, Parcel parcel) {
        if (shard == own) {
            parcel.open();
        } else {
            post(shard, parcel);
        }
    }

    private void post(int shard, Parcel parcel) {
        ArrayList<Parcel> batch = outgoing[shard];
        if (batch == null) {
            batch = new ArrayList<>();
            outgoing[shard] = batch;
        }
        batch.add(parcel);
        collected[shard] += parcel.message().bytes();
        if (!handOverDue) {
            handOverDue = true;
            home.execute(this::handOver);
        }
    }

    /// Whether so much is on its way that publishers should be slowed.
    public boolean congested() {
        for (int shard = 0; shard < onTheWay.length(); shard++) {
            if (onTheWay.get(shard) + collected[shard] > MOST_BYTES_ON_THE_WAY) {
                return true;
            }
        }
        return false;
    }

    /// The bytes that were collected in this turn and are not in anybody's budget yet.
    public long collected() {
        long bytes = 0;
        for (long each : collected) {
            bytes += each;
        }
        return bytes;
    }

    private void handOver() {
        handOverDue = false;
        for (int shard = 0; shard < outgoing.length; shard++) {
            ArrayList<Parcel> batch = outgoing[shard];
            if (batch != null) {
                outgoing[shard] = null;
                handOver(shard, batch, collected[shard]);
                collected[shard] = 0;
            }
        }
    }

    private void handOver(int shard, List<Parcel> batch, long bytes) {
        onTheWay.addAndGet(shard, bytes);
        memory.depart(bytes);
        loops.get(shard).execute(() -> {
            batch.forEach(Parcel::open);
            onTheWay.addAndGet(shard, -bytes);
            memory.arrive(bytes);
        });
    }

    /// One message for somebody on some shard.
    public interface Parcel {
        /// Counted against the bound.
        Message message();

        /// Delivers it; called on the receiving shard.
        void open();
    }
}
