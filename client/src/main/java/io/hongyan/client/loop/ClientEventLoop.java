package io.hongyan.client.loop;

import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.transport.Loop;
import io.hongyan.transport.endpoint.Transport;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/// The shared parts of the clients on one event loop: a coarse clock, one timer wheel, the packet decoder, and calls at
/// the end of the turn, when batches are handed to other threads.
///
/// Confined to the loop, except [#loop], [#transport], [#patient], [#courier] and the methods on clients.
public final class ClientEventLoop {
    private static final System.Logger LOG = System.getLogger(ClientEventLoop.class.getName());
    private static final long TICK = 50;
    private static final int SLOTS = 512;
    private static final int TOPICS = 4096;

    private final Transport transport;
    private final Loop loop;
    private final LongSupplier clock;
    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(TOPICS));
    private final List<ArrayList<Timer>> wheel = new ArrayList<>(SLOTS);
    private ArrayList<TurnEndListener> waiting = new ArrayList<>();
    private ArrayList<TurnEndListener> notifying = new ArrayList<>();
    private final PatientTasks patient;
    private final Courier courier;
    private final Set<LoopClient> clients = ConcurrentHashMap.newKeySet();
    private long now;
    private long ticked;

    private record Timer(long due, Runnable task) {}

    /// Is called once at the end of a turn.
    public interface TurnEndListener {
        void turnEnded();
    }

    /// A client that uses the loop.
    public interface LoopClient {
        /// The threads are about to end: fails everything that waits. Any thread may call it.
        ///
        /// @return completed when the loop has no more work for the client
        CompletableFuture<Void> threadsClosing();
    }

    public ClientEventLoop(Transport transport, Loop loop, LongSupplier clock) {
        this.transport = transport;
        this.loop = loop;
        this.clock = clock;
        this.courier = new Courier("hongyan-client-callback", clock);
        this.patient = new PatientTasks(loop);
        this.now = clock.getAsLong();
        this.ticked = Math.floorDiv(now, TICK);
        for (int i = 0; i < SLOTS; i++) {
            wheel.add(new ArrayList<>(0));
        }
        loop.every(Duration.ofMillis(TICK), this::tick);
    }

    public void add(LoopClient client) {
        clients.add(client);
    }

    public void remove(LoopClient client) {
        clients.remove(client);
    }

    /// Ends all clients of this loop.
    ///
    /// @return completed when the loop has no more work for them
    public CompletableFuture<Void> closeClients() {
        return CompletableFuture.allOf(
                clients.stream().map(LoopClient::threadsClosing).toArray(CompletableFuture<?>[]::new));
    }

    public Loop loop() {
        return loop;
    }

    public Transport transport() {
        return transport;
    }

    public PacketDecoder decoder() {
        return decoder;
    }

    /// Tasks that may wait a little. Any thread may put one.
    public PatientTasks patient() {
        return patient;
    }

    /// Runs code of users that chose no executor. Any thread may call it.
    public Executor courier() {
        return courier;
    }

    /// How many clients use the loop, about. Any thread may call it.
    public int clientCount() {
        return clients.size();
    }

    /// Milliseconds, with a resolution of 50 ms.
    public long now() {
        return now;
    }

    /// Runs the task after that time, to 50 ms. It cannot be cancelled: the task checks whether it is still needed.
    public void after(long millis, Runnable task) {
        long due = now + Math.max(0, millis);
        long slot = Math.max(Math.floorDiv(due, TICK), ticked + 1);
        wheel.get((int) Math.floorMod(slot, (long) SLOTS)).add(new Timer(due, task));
    }

    /// Calls the listener when the turn ends.
    public void atTurnEnd(TurnEndListener listener) {
        if (waiting.isEmpty()) {
            loop.execute(this::ship);
        }
        waiting.add(listener);
    }

    private void ship() {
        ArrayList<TurnEndListener> batch = waiting;
        waiting = notifying;
        notifying = batch;
        for (TurnEndListener listener : batch) {
            guarded(listener::turnEnded);
        }
        batch.clear();
    }

    private void tick() {
        now = clock.getAsLong();
        patient.tick();
        long current = Math.floorDiv(now, TICK);
        for (long slot = Math.max(ticked + 1, current - SLOTS + 1); slot <= current; slot++) {
            ticked = slot;
            expire((int) Math.floorMod(slot, (long) SLOTS));
        }
    }

    private void expire(int slot) {
        ArrayList<Timer> timers = wheel.get(slot);
        if (timers.isEmpty()) {
            return;
        }
        wheel.set(slot, new ArrayList<>(0));
        for (Timer timer : timers) {
            if (Math.floorDiv(timer.due(), TICK) <= ticked) {
                guarded(timer.task());
            } else {
                wheel.get(slot).add(timer);
            }
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable bug) {
            LOG.log(Level.ERROR, "a task of a client failed", bug);
        }
    }
}
