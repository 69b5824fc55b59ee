package io.hongyan.client.loop;

import io.hongyan.transport.Loop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Tasks from other threads that may wait up to five milliseconds, until there are some, since a wake-up and a packet
/// of their own cost more than the tasks: the acknowledgements of receivers. They wait only while messages come fast,
/// and while few are under way, so that no server waits for them with its window full. Where that happens all the same,
/// as with a server that sends one message at a time, the time passes in vain, and from then on they do not wait
/// either.
///
/// Confined to the loop, except [#put].
public final class PatientTasks implements Runnable {
    /// From so many messages in a tick of 50 ms, one a millisecond, waiting may be worthwhile.
    private static final int BUSY = 50;
    /// With more than so many messages, those that were acknowledged wait no longer.
    private static final int FEW = 4;
    /// What a wait until the end of the time costs, in packets that were saved.
    private static final int VAIN = 8;
    private static final int MOST_CREDIT = 64;
    /// Ticks until it is tried again.
    private static final int RETRY = 20;

    private final Loop loop;
    private final AtomicReference<@Nullable LoopTask<PatientTasks>> last = new AtomicReference<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    /// Whether the loop looks by itself within the time.
    private volatile boolean watching;
    private boolean timed;
    private boolean worthwhile;
    private int arrivals;
    private int under;
    private int credit;
    private int ticks;

    PatientTasks(Loop loop) {
        this.loop = loop;
    }

    /// Adds a task. Any thread.
    public void put(LoopTask<PatientTasks> task) {
        LoopTask<PatientTasks> before;
        do {
            before = last.get();
            task.previous(before);
        } while (!last.compareAndSet(before, task));
        if (!watching && !woken.get() && woken.compareAndSet(false, true)) {
            try {
                loop.execute(this);
            } catch (RejectedExecutionException over) {
                reject();
            }
        }
    }

    /// A message has arrived that a receiver will acknowledge.
    public void expect() {
        arrivals++;
        if (++under > FEW) {
            if (last.get() == null) {
                watching = false; // a burst: whoever is done with the first message wakes the loop
            } else {
                look();
            }
        } else if (worthwhile && !watching) {
            watching = true;
            if (!timed) {
                timed = true;
                loop.shortly(this::timeUp);
            }
        }
    }

    /// Does what waits: there is enough, or what comes next must come after it.
    public void look() {
        int saved = Math.max(0, drain() - 1);
        credit = Math.min(MOST_CREDIT, credit + saved);
    }

    /// The loop was woken for the tasks.
    @Override
    public void run() {
        woken.set(false);
        drain();
    }

    /// Each 50 ms.
    void tick() {
        ticks++;
        if (ticks % RETRY == 0) {
            credit = Math.max(0, credit);
        }
        worthwhile = arrivals >= BUSY && credit >= 0;
        arrivals = 0;
    }

    /// Whoever puts a task after this wakes the loop; what was put before is seen here.
    private void timeUp() {
        timed = false;
        watching = false;
        if (last.get() != null) {
            look();
            credit -= VAIN;
            worthwhile &= credit >= 0;
        }
    }

    /// @return how many there were
    private int drain() {
        under = 0;
        int count = 0;
        LoopTask<PatientTasks> first = LoopTask.inOrder(last.getAndSet(null));
        while (first != null) {
            LoopTask<PatientTasks> next = first.previous();
            first.previous(null);
            first.run(this);
            first = next;
            count++;
        }
        return count;
    }

    private void reject() {
        for (LoopTask<PatientTasks> task = last.getAndSet(null); task != null; task = task.previous()) {
            task.reject(this);
        }
    }
}
