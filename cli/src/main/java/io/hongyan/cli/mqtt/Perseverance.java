package io.hongyan.cli.mqtt;

import io.hongyan.cli.terminal.Failure;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Whether a connection that was lost is made again, and when to give up.
///
/// A server that does not want a message may close the connection each time it comes. So a second connection in a row
/// that ends with messages and without one acknowledgement is the last.
///
/// Confined to the loop.
final class Perseverance {
    private static final int FRUITLESS = 2;

    private final LongSupplier nanoTime;
    private Duration patience = Duration.ZERO;
    private Consumer<String> tell = line -> {};
    private boolean wanted;
    private boolean accepted;
    private boolean progressed;
    private boolean lost;
    private boolean due;
    private int fruitless;
    private long lostSince;

    Perseverance(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void begin(Duration longest, Consumer<String> told) {
        wanted = true;
        patience = longest;
        tell = told;
    }

    /// The server has let the client in.
    void connected() {
        accepted = true;
        progressed = false;
        lost = false;
    }

    /// A message was acknowledged.
    void progressed() {
        progressed = true;
    }

    /// The connection was lost.
    ///
    /// @param idle whether there was nothing to be acknowledged
    /// @return whether to go on
    boolean goesOn(Failure failure, boolean idle) {
        if (accepted) {
            accepted = false;
            fruitless = progressed || idle ? 0 : fruitless + 1;
        }
        if (!wanted || fruitless >= FRUITLESS) {
            return false;
        }
        return wait(failure);
    }

    /// No connection came about.
    boolean goesOnUnreached(Failure failure) {
        return wanted && wait(failure);
    }

    private boolean wait(Failure failure) {
        if (!lost) {
            lost = true;
            lostSince = nanoTime.getAsLong();
        }
        due = !isOver();
        if (due) {
            tell.accept(failure.text() + "; connecting again");
        }
        return due;
    }

    private boolean isOver() {
        return nanoTime.getAsLong() - lostSince > patience.toNanos();
    }

    /// Whether the server has been asked for long enough and not answered.
    boolean isOverdue() {
        return lost && !due && isOver();
    }

    /// Whether it is time for another connection. Asked about once a second, it says so once.
    boolean isDue() {
        boolean answer = due;
        due = false;
        return answer;
    }

    /// From now on nothing is made again.
    ///
    /// @return whether a connection was waited for
    boolean cancel() {
        wanted = false;
        boolean waiting = due;
        due = false;
        return waiting;
    }
}
