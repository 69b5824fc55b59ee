package io.hongyan.testkit.sim;

import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.testkit.sim.world.RandomStream;
import io.hongyan.testkit.sim.world.Scheduler;
import io.hongyan.testkit.sim.world.SimDisk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Takes what the outbox of a rule keeps, and settles it in any order, as consumers of a queue do: some at once, some
/// late, some twice. What it got in an earlier run of the broker and is still there, it gets again.
final class SimConsumer {
    private static final int MOST = 50;
    private static final long SHORT_PAUSE = 400_000;
    private static final long LONG_PAUSE = 8_000_000;

    private final Outlet outlet;
    private final SimDisk disk;
    private final Scheduler scheduler;
    private final RandomStream random;
    private final List<OutboxEntry> held = new ArrayList<>();
    private final Map<Long, OutboxEntry> settled = new TreeMap<>();
    private final Set<Long> gone = new HashSet<>();
    private final Set<Long> returned = new HashSet<>();
    private int run;
    private boolean waits;

    SimConsumer(Outlet outlet, SimDisk disk, Scheduler scheduler, RandomStream random) {
        this.outlet = outlet;
        this.disk = disk;
        this.scheduler = scheduler;
        this.random = random;
    }

    /// The broker has started.
    ///
    /// @param outbox of its store
    void started(Outbox outbox) {
        Map<Long, OutboxEntry> kept = disk.outbox(outlet.key());
        settled.keySet().stream()
                .filter(sequence -> !kept.containsKey(sequence))
                .forEach(gone::add);
        read(outbox, 0, run);
    }

    /// The broker has gone.
    void stopped() {
        run++;
        held.clear();
        waits = false;
    }

    private void read(Outbox outbox, long after, int by) {
        var _ = outbox.read(after, random.between(1, MOST)).thenAccept(page -> {
            if (by == run) {
                took(outbox, page);
                read(outbox, page.last(), by);
            }
        });
    }

    private void took(Outbox outbox, OutboxPage page) {
        for (OutboxEntry entry : page.entries()) {
            if (gone.contains(entry.sequence())) {
                returned.add(entry.sequence());
            }
            held.add(entry);
        }
        work(outbox, run);
    }

    private void work(Outbox outbox, int by) {
        if (!waits && !held.isEmpty()) {
            waits = true;
            scheduler.after(random.shortTime(random.chance(30) ? LONG_PAUSE : SHORT_PAUSE), () -> {
                if (by == run) {
                    waits = false;
                    settle(outbox);
                    work(outbox, by);
                }
            });
        }
    }

    private void settle(Outbox outbox) {
        int count = random.between(1, held.size());
        long[] some = new long[count];
        for (int i = 0; i < count; i++) {
            OutboxEntry entry = held.remove(random.nextInt(held.size()));
            settled.put(entry.sequence(), entry);
            some[i] = entry.sequence();
        }
        outbox.settle(some);
        if (random.chance(20)) {
            outbox.settle(some);
        }
    }

    /// What it has settled since the first start, in the order of the outbox.
    Map<Long, OutboxEntry> settled() {
        return settled;
    }

    /// What was settled and safe, and came again.
    Set<Long> returned() {
        return returned;
    }
}
