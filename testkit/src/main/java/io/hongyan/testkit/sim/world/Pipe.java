package io.hongyan.testkit.sim.world;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/// One direction of a connection: what goes in comes out later, in order, unless it is lost.
final class Pipe {
    /// Stands for the end of the stream.
    static final byte[] END = {};

    private final Scheduler scheduler;
    private final RandomStream random;
    private final int delayMicros;
    private final Consumer<byte[]> sink;
    private final ArrayDeque<byte[]> inFlight = new ArrayDeque<>();
    private long last;
    private long frozenUntil;
    private boolean swallows;

    /// @param sink gets the frames, and [#END]
    Pipe(Scheduler scheduler, RandomStream random, int delayMicros, Consumer<byte[]> sink) {
        this.scheduler = scheduler;
        this.random = random;
        this.delayMicros = delayMicros;
        this.sink = sink;
    }

    @SuppressWarnings("ReferenceEquality") // the mark itself
    static boolean isEnd(byte[] frame) {
        return frame == END;
    }

    void send(byte[] frame) {
        if (swallows) {
            return;
        }
        inFlight.add(frame);
        long earliest = Math.max(scheduler.now(), frozenUntil) + random.shortTime(delayMicros);
        last = Math.max(last, earliest);
        scheduler.at(last, this::arrive);
    }

    /// Whatever this was scheduled for: the first one arrives, so that the order holds.
    private void arrive() {
        if (scheduler.now() < frozenUntil) {
            last = Math.max(last, frozenUntil);
            scheduler.at(frozenUntil, this::arrive);
        } else if (!inFlight.isEmpty()) {
            sink.accept(inFlight.remove());
        }
    }

    /// Nothing arrives before that time.
    void freeze(long until) {
        frozenUntil = Math.max(frozenUntil, until);
    }

    /// What is frozen may go on.
    void thaw() {
        if (frozenUntil > scheduler.now()) {
            frozenUntil = 0;
            last = scheduler.now();
            for (int i = inFlight.size(); i > 0; i--) {
                scheduler.after(0, this::arrive);
            }
        }
    }

    /// Loses what is on its way, except so many frames of it.
    void lose(int kept) {
        while (inFlight.size() > kept) {
            inFlight.removeLast();
        }
    }

    /// The number of frames on their way.
    int size() {
        return inFlight.size();
    }

    /// Loses what is on its way, and everything that follows.
    void swallow() {
        lose(0);
        swallows = true;
    }
}
