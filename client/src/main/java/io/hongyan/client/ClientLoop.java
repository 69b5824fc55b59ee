package io.hongyan.client;

import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.transport.Loop;
import io.hongyan.transport.endpoint.Transport;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// What the clients on one loop share: its coarse clock, one wheel for all their timers, the decoder, and the end of
/// the turn, when what has gathered for the users' threads is shipped.
///
/// Confined to the loop, but for [#loop] and [#transport].
final class ClientLoop {
    private static final System.Logger LOG = System.getLogger(ClientLoop.class.getName());
    private static final long TICK = 50;
    private static final int SLOTS = 512;
    private static final int TOPICS = 4096;

    private final Transport transport;
    private final Loop loop;
    private final LongSupplier clock;
    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(TOPICS));
    private final List<ArrayList<Timer>> wheel = new ArrayList<>(SLOTS);
    private ArrayList<Shippable> gathered = new ArrayList<>();
    private ArrayList<Shippable> shipping = new ArrayList<>();
    private long now;
    private long ticked;

    private record Timer(long due, Runnable task) {}

    /// Something that gathers during a turn.
    interface Shippable {
        void ship();
    }

    ClientLoop(Transport transport, Loop loop, LongSupplier clock) {
        this.transport = transport;
        this.loop = loop;
        this.clock = clock;
        this.now = clock.getAsLong();
        this.ticked = Math.floorDiv(now, TICK);
        for (int i = 0; i < SLOTS; i++) {
            wheel.add(new ArrayList<>(0));
        }
        loop.every(Duration.ofMillis(TICK), this::tick);
    }

    Loop loop() {
        return loop;
    }

    Transport transport() {
        return transport;
    }

    PacketDecoder decoder() {
        return decoder;
    }

    /// Milliseconds, right to some twentieth of a second.
    long now() {
        return now;
    }

    /// Runs the task about then. Never cancelled: the task looks whether it is still wanted.
    void after(long millis, Runnable task) {
        long due = now + Math.max(0, millis);
        long slot = Math.max(Math.floorDiv(due, TICK), ticked + 1);
        wheel.get((int) Math.floorMod(slot, (long) SLOTS)).add(new Timer(due, task));
    }

    /// To be shipped when the turn ends.
    void gathered(Shippable shippable) {
        if (gathered.isEmpty()) {
            loop.execute(this::ship);
        }
        gathered.add(shippable);
    }

    private void ship() {
        ArrayList<Shippable> batch = gathered;
        gathered = shipping;
        shipping = batch;
        for (Shippable shippable : batch) {
            guarded(shippable::ship);
        }
        batch.clear();
    }

    private void tick() {
        now = clock.getAsLong();
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
