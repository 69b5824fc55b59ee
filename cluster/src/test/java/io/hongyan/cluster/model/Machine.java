package io.hongyan.cluster.model;

import io.hongyan.broker.message.Clock;
import io.hongyan.cluster.thread.ClusterThread;
import java.util.ArrayDeque;

/// One process on one machine: a steady clock that may run too fast or too slow, one thread that may stand still while
/// the clock goes on, and a network that may be cut.
public final class Machine implements ClusterThread, Clock {
    private static final long MILLI = 1_000_000;

    private final VirtualTime time;
    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
    private final double rate;
    private final long origin;
    private boolean scheduled;
    private boolean paused;
    private boolean dead;
    private boolean cut;

    /// @param rate how fast the clock runs: 1 for right
    /// @param origin what it shows at the beginning of time, in nanoseconds
    public Machine(VirtualTime time, double rate, long origin) {
        this.time = time;
        this.rate = rate;
        this.origin = origin;
    }

    /// Whether it cannot reach the agreement.
    public boolean isCut() {
        return cut || dead;
    }

    /// Cuts the network, or mends it.
    public void cut(boolean now) {
        cut = now;
    }

    /// Whether the process stands still.
    public boolean isPaused() {
        return paused;
    }

    /// Stops the process, as SIGSTOP does.
    public void pause() {
        paused = true;
    }

    /// Lets it go on.
    public void resume() {
        paused = false;
        schedule();
    }

    /// Whether the process was killed.
    public boolean isDead() {
        return dead;
    }

    /// Ends the process, as SIGKILL does.
    public void kill() {
        dead = true;
        ready.clear();
    }

    @Override
    public void execute(Runnable task) {
        if (!dead) {
            ready.add(task);
            schedule();
        }
    }

    @Override
    public void later(long millis, Runnable task) {
        time.after((long) (millis * MILLI / rate), () -> execute(task));
    }

    private void schedule() {
        if (!scheduled && !paused && !dead && !ready.isEmpty()) {
            scheduled = true;
            time.after(1_000, this::turn);
        }
    }

    private void turn() {
        scheduled = false;
        if (paused || dead) {
            return;
        }
        Runnable task = ready.poll();
        if (task != null) {
            task.run();
        }
        schedule();
    }

    @Override
    public long steadyNanos() {
        return origin + (long) (time.now() * rate);
    }

    @Override
    public long steadyMillis() {
        return steadyNanos() / MILLI;
    }

    @Override
    public long wallMillis() {
        return steadyMillis();
    }
}
