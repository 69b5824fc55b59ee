package io.hongyan.client.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Runs tasks of the user on one thread that waits for them, and on new virtual threads while that one is busy: so a
/// task that blocks holds up no other. To wake one waiting thread costs half of what a virtual thread costs with the
/// wake-up of its carrier, which is most of what a lone message costs.
///
/// The thread starts with the first task, and ends when there was none for five seconds. Any thread may call it.
public final class Courier implements Executor {
    private static final long REST_MILLIS = 5000;

    private final String name;
    private final LongSupplier clock;
    /// A [Mark], or the task that the waiting thread shall take.
    private final AtomicReference<Runnable> state = new AtomicReference<>(Mark.ABSENT);
    /// Set while there is one.
    private volatile @Nullable Thread thread;

    /// What the thread does when it has no task to take.
    private enum Mark implements Runnable {
        ABSENT,
        BUSY,
        IDLE;

        @Override
        public void run() {}
    }

    /// @param name of the thread
    /// @param clock milliseconds that only go forward
    public Courier(String name, LongSupplier clock) {
        this.name = name;
        this.clock = clock;
    }

    @Override
    public void execute(Runnable task) {
        if (state.compareAndSet(Mark.IDLE, task)) {
            LockSupport.unpark(thread);
        } else if (state.compareAndSet(Mark.ABSENT, task)) {
            Thread started = Thread.ofPlatform().daemon().name(name).unstarted(this::work);
            thread = started;
            started.start();
        } else {
            Thread.startVirtualThread(task);
        }
    }

    private void work() {
        Runnable task = next();
        while (task != null) {
            run(task);
            state.set(Mark.IDLE);
            task = next();
        }
    }

    /// Waits for the next task; null = none came, and the thread ends.
    private @Nullable Runnable next() {
        long end = clock.getAsLong() + REST_MILLIS;
        while (true) {
            Runnable given = state.get();
            if (!(given instanceof Mark)) {
                state.set(Mark.BUSY);
                return given;
            }
            Thread.interrupted(); // what the task left behind would end each wait at once
            long left = end - clock.getAsLong();
            if (left > 0) {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(left));
            } else if (state.compareAndSet(Mark.IDLE, Mark.ABSENT)) {
                return null;
            }
        }
    }

    /// As on a thread of its own, but that this one goes on.
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable fault) {
            Thread self = Thread.currentThread();
            self.getUncaughtExceptionHandler().uncaughtException(self, fault);
        }
    }
}
