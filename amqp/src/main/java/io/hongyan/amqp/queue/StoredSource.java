package io.hongyan.amqp.queue;

import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.broker.store.OutboxStats;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The messages in an outbox. They are read ahead while consumers wait for them, about 1,000 or 4 MiB, and there is
/// memory for that; otherwise only the oldest is in memory, so that its age is known.
///
/// All that was taken from here lies before what is in memory here, and that before what is not.
final class StoredSource implements Source {
    private static final System.Logger LOG = System.getLogger(StoredSource.class.getName());
    private static final int MOST = 1000;
    private static final long MOST_BYTES = 4L << 20;

    private final Outbox outbox;
    private final Turns turns;
    private final SharedBytes memory;
    private final ArrayDeque<Delivery> ready = new ArrayDeque<>();
    private long readyBytes;

    /// The last sequence that is in memory or was.
    private long position;

    private boolean reading;
    private long reserved;
    private boolean much;
    private boolean failed;
    private boolean closed;

    private long[] settled = new long[MOST];
    private int settledNow;
    private long settledSince;
    private final long goneBefore;
    private long lostBefore;
    private long lost;

    /// @param turns of the queue
    /// @param memory for what all queues read ahead
    StoredSource(Outbox outbox, Turns turns, SharedBytes memory) {
        this.outbox = outbox;
        this.turns = turns;
        this.memory = memory;
        OutboxStats stats = outbox.stats();
        this.lostBefore = stats.lost();
        this.goneBefore = stats.acknowledged();
    }

    @Override
    public @Nullable Delivery peek() {
        return ready.peek();
    }

    @Override
    public void take() {
        gone(ready.remove());
    }

    @Override
    public void want(boolean more) {
        much = more;
        boolean enough = more ? ready.size() >= MOST / 2 || readyBytes >= MOST_BYTES / 2 : !ready.isEmpty();
        if (enough || reading || failed || closed) {
            return;
        }
        reserved = more && memory.take(MOST_BYTES) ? MOST_BYTES : 0;
        if (reserved == 0 && !ready.isEmpty()) {
            return;
        }
        reading = true;
        long after = position;
        var _ = outbox.read(after, reserved > 0 ? MOST - ready.size() : 1)
                .whenComplete((page, failure) -> turns.post(() -> arrived(page, failure, after)));
    }

    private void arrived(@Nullable OutboxPage page, @Nullable Throwable failure, long after) {
        reading = false;
        memory.give(reserved);
        reserved = 0;
        if (page == null) {
            failed = true; // until the next tick, lest it is tried in each turn
            LOG.log(Level.DEBUG, "{0} cannot be read: {1}", outbox.key().name(), String.valueOf(failure));
            return;
        }
        if (closed) {
            return;
        }
        int kept = much
                ? page.entries().size()
                : Math.min(1 - Math.min(1, ready.size()), page.entries().size());
        List<OutboxEntry> entries = page.entries().subList(0, kept); // the others are read when they are wanted
        entries.forEach(entry -> add(new Delivery(entry)));
        position = kept == page.entries().size() ? page.last() : kept == 0 ? after : position;
        settleLost(entries, after);
    }

    private void add(Delivery delivery) {
        ready.add(delivery);
        readyBytes += delivery.bytes();
        memory.takeAlways(delivery.bytes());
        position = delivery.sequence();
    }

    private void gone(Delivery delivery) {
        readyBytes -= delivery.bytes();
        memory.give(delivery.bytes());
    }

    private void clear() {
        ready.forEach(this::gone);
        ready.clear();
    }

    /// Entries that a damaged store has left out of a page are still in the outbox, and count there.
    ///
    /// @param entries those after that sequence and up to the position
    private void settleLost(List<OutboxEntry> entries, long after) {
        long known = outbox.stats().lost();
        if (known == lostBefore) {
            return;
        }
        lost += known - lostBefore;
        lostBefore = known;
        long next = after + 1;
        for (OutboxEntry entry : entries) {
            settleBetween(next, entry.sequence());
            next = entry.sequence() + 1;
        }
        settleBetween(next, position + 1);
    }

    /// Sequences mostly rise by one as entries are appended, so that gaps are what was settled before, or is lost.
    private void settleBetween(long from, long until) {
        for (long sequence = Math.max(from, until - MOST); sequence < until; sequence++) {
            settle(sequence);
        }
    }

    @Override
    public void tick() {
        failed = false;
    }

    @Override
    public void release() {
        Delivery oldest = ready.peek();
        if (ready.size() > 1 && oldest != null && !reading) { // a read that waits goes on after the last of them
            clear();
            add(oldest);
        }
    }

    @Override
    public void settle(Delivery delivery) {
        settle(delivery.sequence());
        settledSince++;
    }

    private void settle(long sequence) {
        if (settledNow == settled.length) {
            settled = Arrays.copyOf(settled, settledNow * 2);
        }
        settled[settledNow++] = sequence;
    }

    @Override
    public void flush() {
        if (settledNow > 0) {
            long[] all = Arrays.copyOf(settled, settledNow);
            settledNow = 0;
            outbox.settle(all);
        }
    }

    @Override
    public long messages() {
        return outbox.stats().messages();
    }

    @Override
    public long bytes() {
        return outbox.stats().bytes();
    }

    /// What was settled is in the outbox until that is durable.
    @Override
    public long unsettled() {
        OutboxStats stats = outbox.stats();
        return Math.max(0, stats.messages() - Math.max(0, settledSince - (stats.acknowledged() - goneBefore)));
    }

    @Override
    public long lost() {
        long since = lost;
        lost = 0;
        return since;
    }

    /// What does not fit is found by [Excess].
    @Override
    public long overflowed() {
        return 0;
    }

    @Override
    public void close() {
        closed = true;
        clear();
    }
}
