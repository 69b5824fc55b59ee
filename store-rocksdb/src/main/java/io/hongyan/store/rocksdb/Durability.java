package io.hongyan.store.rocksdb;

import java.time.Duration;

/// When a write counts as safe.
public sealed interface Durability {
    /// After it is synced to the disk: neither a crash of the process nor one of the machine loses it.
    Durability ALWAYS = new Always();

    /// After it is given to the operating system: a crash of the process loses nothing, one of the machine what was
    /// written in the last seconds.
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

    /// Given to the operating system at once and synced after that time at the latest.
    ///
    /// @param most 1 ms to 1 minute
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
