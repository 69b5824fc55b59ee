package io.hongyan.transport.netty;

import io.hongyan.transport.Loop;
import io.netty.channel.IoEventLoop;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// A loop on a Netty event loop. It knows which connections have something to send and flushes each once: the task that
/// does so is queued by the first of them in a turn, and Netty runs tasks after the turn's reads.
///
/// Confined to its thread, but for [#execute].
public final class NettyLoop implements Loop {
    private static final System.Logger LOG = System.getLogger(NettyLoop.class.getName());
    private static final Duration SWEEP = Duration.ofMillis(250);

    /// Longer than the kernel's tick: a timer before that would have to be set in the hardware each time that the loop
    /// sleeps, which costs more in a virtual machine than what it is used for saves.
    private static final long SHORTLY_MILLIS = 5;

    private final IoEventLoop eventLoop;
    private final LongSupplier millis;
    private ArrayList<NettyConnection> dirty = new ArrayList<>();
    private ArrayList<NettyConnection> flushing = new ArrayList<>();
    private final ArrayDeque<Deadline> deadlines = new ArrayDeque<>();
    private final HandshakeQueue handshakes = new HandshakeQueue(this, System::nanoTime);
    private boolean flushDue;

    private record Deadline(long due, Runnable task) {}

    public NettyLoop(IoEventLoop eventLoop, LongSupplier millis) {
        this.eventLoop = eventLoop;
        this.millis = millis;
        every(SWEEP, this::sweep);
    }

    public IoEventLoop eventLoop() {
        return eventLoop;
    }

    /// The TLS handshakes that wait for this loop.
    public HandshakeQueue handshakes() {
        return handshakes;
    }

    @Override
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    /// Netty runs what is queued until the queue is empty, so a task that queues itself would never let go. Scheduled
    /// tasks are looked at once per turn.
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the loop
    public void nextTurn(Runnable task) {
        eventLoop.schedule(() -> guarded(task), 1, TimeUnit.NANOSECONDS);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the loop
    public void shortly(Runnable task) {
        eventLoop.schedule(() -> guarded(task), SHORTLY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the loop
    public void every(Duration period, Runnable task) {
        eventLoop.scheduleWithFixedDelay(
                () -> guarded(task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// This connection has something to send when the turn ends.
    void dirty(NettyConnection connection) {
        dirty.add(connection);
        if (!flushDue) {
            flushDue = true;
            eventLoop.execute(this::flushAll);
        }
    }

    /// Runs the task after that time, coarsely. Cheap, and never cancelled: the task looks whether it is still wanted.
    public void after(Duration delay, Runnable task) {
        deadlines.add(new Deadline(millis.getAsLong() + delay.toMillis(), task));
    }

    private void flushAll() {
        flushDue = false;
        ArrayList<NettyConnection> batch = dirty;
        dirty = flushing;
        flushing = batch;
        for (int i = 0; i < batch.size(); i++) {
            flush(batch.get(i));
        }
        batch.clear();
    }

    /// As in [#guarded], without an object for each call.
    private static void flush(NettyConnection connection) {
        try {
            connection.flushTurn();
        } catch (Throwable bug) {
            LOG.log(Level.ERROR, "a connection could not be flushed", bug);
            connection.abort();
        }
    }

    /// One task's bug must not end the others: an exception would cancel a repeated task, and skip the connections
    /// that come after the one at fault.
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable bug) {
            LOG.log(Level.ERROR, "a task of an event loop failed", bug);
        }
    }

    /// Different delays stand in one list, so each sweep looks at all: it is as long as the connections that are being
    /// opened or closed are many.
    private void sweep() {
        long now = millis.getAsLong();
        for (int i = deadlines.size(); i > 0; i--) {
            Deadline deadline = deadlines.remove();
            if (now >= deadline.due()) {
                guarded(deadline.task());
            } else {
                deadlines.add(deadline);
            }
        }
    }
}
