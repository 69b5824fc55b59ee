package io.hongyan.client;

import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.loop.LoopLease;
import io.hongyan.client.loop.MonotonicClock;
import io.hongyan.client.message.MqttException;
import io.hongyan.transport.Loop;
import io.hongyan.transport.endpoint.Transport;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The network's threads, for any number of clients: one thread serves thousands.
///
/// Clients use shared threads by default; those start with the first client, and end a second after the last
/// was closed. Few clients share one of them; threads of your own take clients in turn. Any thread may call it.
public final class ClientThreads implements AutoCloseable {
    /// The shared threads. They and the folders in [DiskLock] are the only static state of the library.
    private static final Common COMMON = new Common();

    private static final System.Logger LOG = System.getLogger(ClientThreads.class.getName());
    /// How long clients may take to end, with the last write of a queue on disk.
    private static final int PATIENCE_SECONDS = 10;

    /// So many clients do not need a second thread.
    private static final int FEW = 4;

    private final Transport transport;
    private final List<ClientEventLoop> loops;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    private ClientThreads(Transport transport, List<ClientEventLoop> loops) {
        this.transport = transport;
        this.loops = loops;
    }

    /// Starts threads of your own. Close them after the clients that use them.
    ///
    /// @param name the threads are called so, with a number
    /// @param count 1 to 1024
    /// @throws IllegalArgumentException for another count
    public static ClientThreads start(String name, int count) {
        if (count < 1 || count > 1024) {
            throw new IllegalArgumentException("count is 1 to 1024 threads, not " + count);
        }
        Transport transport = Transport.start(name, count);
        List<ClientEventLoop> loops = new ArrayList<>();
        for (Loop loop : transport.loops()) {
            loops.add(new ClientEventLoop(transport, loop, MonotonicClock.SYSTEM));
        }
        return new ClientThreads(transport, List.copyOf(loops));
    }

    /// Ends the threads. Clients that still use them are closed first, without DISCONNECT, so that their servers
    /// publish their wills: whatever waits at them fails with [MqttException.Closed], or ends as uncertain or dropped.
    /// Called from a receiver on these threads, it does not wait. A second call does nothing.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (loops.stream().anyMatch(loop -> loop.loop().inLoop())) {
            Thread.startVirtualThread(this::end);
        } else {
            end();
        }
    }

    private void end() {
        try {
            CompletableFuture.allOf(
                            loops.stream().map(ClientEventLoop::closeClients).toArray(CompletableFuture<?>[]::new))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.WARNING, "clients did not end within " + PATIENCE_SECONDS + " s; ending their threads", e);
        }
        transport.close();
    }

    ClientEventLoop loop() {
        if (closed.get()) {
            throw new IllegalStateException("these ClientThreads are closed: start others for further clients");
        }
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /// The first thread that has few clients; where none has, the one with the fewest. Few clients that do little cost
    /// less on one thread: it wakes once for all of them.
    private ClientEventLoop sharedLoop() {
        ClientEventLoop fewest = loops.getFirst();
        for (ClientEventLoop loop : loops) {
            if (loop.clientCount() < FEW) {
                return loop;
            }
            if (loop.clientCount() < fewest.clientCount()) {
                fewest = loop;
            }
        }
        return fewest;
    }

    /// A place on these threads, or on the common ones.
    static LoopLease lease(@Nullable ClientThreads own) {
        return own == null ? COMMON.lease() : new LoopLease(own.loop(), () -> {});
    }

    private static final class Common {
        private static final int MOST = 4;

        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable ClientThreads running;
        private int leases;

        LoopLease lease() {
            lock.lock();
            try {
                ClientThreads threads = running;
                if (threads == null) {
                    int count = Math.min(MOST, Runtime.getRuntime().availableProcessors());
                    threads = ClientThreads.start("hongyan-client", count);
                    running = threads;
                }
                leases++;
                return new LoopLease(threads.sharedLoop(), this::end);
            } finally {
                lock.unlock();
            }
        }

        private void end() {
            lock.lock();
            try {
                leases--;
                if (leases == 0) {
                    Executor later = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Thread::startVirtualThread);
                    later.execute(this::closeWhenIdle);
                }
            } finally {
                lock.unlock();
            }
        }

        private void closeWhenIdle() {
            ClientThreads idle = null;
            lock.lock();
            try {
                if (leases == 0) {
                    idle = running;
                    running = null;
                }
            } finally {
                lock.unlock();
            }
            if (idle != null) {
                idle.close();
            }
        }
    }
}
