package io.hongyan.store.rocksdb;

import java.time.Duration;

/// When a write counts as durable.
public sealed interface Durability {
    /// After it has been synced to the disk: neither a crash of the process nor a crash of the machine loses it.
    Durability ALWAYS = new Always();

    /// After it has been written to the operating system: a crash of the process loses nothing, a crash of the machine
    /// loses what was written in the last seconds.
    Durability OS = new Os();

    record Always() implements Durability {
        @Override
        public String toString() {
            return "always: nothing acknowledged is lost, by no crash";
        }
    }

    record Os() implements Durability {
        @Override
        public String toString() {
            return "os: a crash of the process loses nothing, one of the machine what the system had not written";
        }
    }

    /// After it has been written to the operating system; synced after the interval at the latest.
    ///
    /// @param most the interval, 1 ms to 1 minute
    record Interval(Duration most) implements Durability {
        public Interval {
            if (most.toMillis() < 1 || most.toMillis() > 60_000) {
                throw new IllegalArgumentException("an interval of " + most + "; it must be 1 ms to 1 minute");
            }
        }

        @Override
        public String toString() {
            return "interval: a crash of the machine loses at most the last " + most.toMillis() + " ms";
        }
    }
}
