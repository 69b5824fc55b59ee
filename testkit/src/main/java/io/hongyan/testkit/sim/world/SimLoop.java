package io.hongyan.testkit.sim.world;

import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.function.Consumer;

/// An event loop without a thread. Tasks run in their order, one turn after the other; which loop's turn it is, how
/// much it does in it, and whether it reads or runs tasks first, is random.
public final class SimLoop implements Loop {
    private final Scheduler scheduler;
    private final RandomStream random;
    private final LoopTiming timing;
    private final Consumer<Throwable> failed;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final ArrayList<SimConnection> readable = new ArrayList<>();
    private ArrayList<SimConnection> dirty = new ArrayList<>();
    private boolean flushDue;
    private boolean turnDue;
    private boolean running;
    private boolean dead;
    private long stalledUntil;

    /// @param failed told what a task threw; the other tasks go on
    public SimLoop(Scheduler scheduler, RandomStream random, LoopTiming timing, Consumer<Throwable> failed) {
        this.scheduler = scheduler;
        this.random = random;
        this.timing = timing;
        this.failed = failed;
    }

    @Override
    public boolean inLoop() {
        return running;
    }

    @Override
    public void execute(Runnable task) {
        if (!dead) {
            tasks.add(task);
            wake();
        }
    }

    @Override
    public void nextTurn(Runnable task) {
        scheduler.after(0, () -> execute(task));
    }

    @Override
    public void every(Duration period, Runnable task) {
        scheduler.after(period.toMillis() * 1000, () -> {
            if (!dead) {
                execute(() -> {
                    guarded(task);
                    every(period, task);
                });
            }
        });
    }

    /// Takes no turn for that time, as on an overloaded machine.
    public void stall(long micros) {
        stalledUntil = Math.max(stalledUntil, scheduler.now() + micros);
    }

    /// Ends at once: no task runs any more.
    public void kill() {
        dead = true;
        tasks.clear();
        readable.clear();
        dirty.clear();
    }

    boolean dead() {
        return dead;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    RandomStream random() {
        return random;
    }

    /// That connection has something to be read.
    void readable(SimConnection connection) {
        if (!dead) {
            readable.add(connection);
            wake();
        }
    }

    /// That connection has something to send when the turn ends.
    void dirty(SimConnection connection) {
        dirty.add(connection);
        if (!flushDue) {
            flushDue = true;
            execute(this::flush);
        }
    }

    void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error fault) {
            failed.accept(fault);
        }
    }

    private void flush() {
        flushDue = false;
        ArrayList<SimConnection> batch = dirty;
        dirty = new ArrayList<>();
        for (SimConnection connection : batch) {
            guarded(connection::flushTurn);
        }
    }

    private void wake() {
        if (!turnDue && !running) {
            turnDue = true;
            long at = scheduler.now() + random.shortTime(timing.wakeMicros());
            scheduler.at(Math.max(at, stalledUntil), this::turn);
        }
    }

    private void turn() {
        turnDue = false;
        if (dead) {
            return;
        }
        if (scheduler.now() < stalledUntil) {
            wake();
            return;
        }
        running = true;
        for (int left = random.between(1, timing.mostTasks()); left > 0 && hasWork(); left--) {
            if (!readable.isEmpty() && (tasks.isEmpty() || random.chance(timing.readsFirst()))) {
                SimConnection next = readable.remove(random.nextInt(readable.size()));
                guarded(next::read);
            } else {
                guarded(tasks.remove());
            }
        }
        running = false;
        if (hasWork()) {
            turnDue = true;
            long at = scheduler.now() + random.shortTime(timing.turnMicros());
            scheduler.at(Math.max(at, stalledUntil), this::turn);
        }
    }

    private boolean hasWork() {
        return !tasks.isEmpty() || !readable.isEmpty();
    }
}
