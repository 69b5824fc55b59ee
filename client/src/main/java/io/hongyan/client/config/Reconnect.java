package io.hongyan.client.config;

import io.hongyan.client.message.MqttException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a lost connection is made again: after a delay that grows with each failure in a row from one bound up to
/// another, and varies at random between them, so that a crowd of clients does not come back at once.
///
/// @param enabled whether it is made again at all
/// @param first the first and least delay, 0 to 1 day
/// @param longest no delay is longer, `first` to 1 day
/// @param factor what each delay is of the one before, 1 to 10
/// @param jitter by how much of it a delay may be longer at random, and one that has grown to `longest` shorter, 0 to 1
/// @param hook may change each attempt
public record Reconnect(boolean enabled, Duration first, Duration longest, double factor, double jitter, Hook hook) {
    /// One to one and a half seconds, doubled up to one to two minutes.
    public static final Reconnect USUAL =
            new Reconnect(true, Duration.ofSeconds(1), Duration.ofMinutes(2), 2, 0.5, attempt -> attempt);

    /// Does not reconnect: a lost connection closes the client.
    public static final Reconnect NEVER = new Reconnect(false, Duration.ZERO, Duration.ZERO, 1, 0, attempt -> attempt);

    /// An attempt that is about to be made.
    ///
    /// @param number how many have failed in a row, 1 or more
    /// @param server the next of the list
    /// @param delay until it is made
    /// @param cause why it is needed
    public record Attempt(int number, ServerAddress server, Duration delay, MqttException cause) {
        public Attempt withServer(ServerAddress other) {
            return new Attempt(number, other, delay, cause);
        }

        public Attempt withDelay(Duration other) {
            return new Attempt(number, server, other, cause);
        }
    }

    /// Called before each attempt, on the client's executor; it may block.
    @FunctionalInterface
    public interface Hook {
        /// The attempt to make, or null to give up: then the client is closed.
        @Nullable
        Attempt next(Attempt planned);
    }

    public Reconnect {
        Duration day = Duration.ofDays(1);
        if (first.isNegative() || first.compareTo(day) > 0) {
            throw new IllegalArgumentException("reconnect.first is 0 to 1 day, not " + first);
        }
        if (longest.compareTo(first) < 0 || longest.compareTo(day) > 0) {
            throw new IllegalArgumentException("reconnect.longest is reconnect.first to 1 day, not " + longest);
        }
        if (!(factor >= 1 && factor <= 10)) {
            throw new IllegalArgumentException("reconnect.factor is 1 to 10, not " + factor);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("reconnect.jitter is 0 to 1, not " + jitter);
        }
    }

    /// The same with other bounds, which hold for each delay whatever the jitter is.
    public Reconnect between(Duration shortest, Duration most) {
        return new Reconnect(enabled, shortest, most, factor, jitter, hook);
    }

    /// The same with a hook.
    public Reconnect withHook(Hook other) {
        return new Reconnect(enabled, first, longest, factor, jitter, other);
    }

    /// The delay before an attempt.
    ///
    /// @param number of the attempt, from 1
    /// @param random 0 to 1
    public Duration delay(int number, double random) {
        double least = (double) first.toMillis();
        double most = (double) longest.toMillis();
        double grown = least * Math.pow(factor, Math.min(number - 1, 64));
        double from = Math.min(grown, Math.max(least, most * (1 - jitter)));
        double to = Math.min(grown * (1 + jitter), most);
        return Duration.ofMillis(Math.round(from + (to - from) * random));
    }
}
