package io.hongyan.broker.context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A coarse timer wheel: no object per timer, one reference per waiting thing. What is due later than the wheel reaches
/// is woken early and asks for more.
///
/// Confined to its shard.
public final class Timers {
    /// The answer of something that wants no further call.
    public static final long NEVER = Long.MAX_VALUE;

    /// Time between two turns of the wheel, in milliseconds: how late a timer may be.
    public static final int TICK_MILLIS = 250;

    private static final int SLOTS = 1024;
    private static final long HORIZON = (long) TICK_MILLIS * (SLOTS - 2);

    private final ErrorReporter errors;
    private final @Nullable Timed[][] slots = new Timed[SLOTS][];
    private final int[] sizes = new int[SLOTS];
    private long tick;
    private long now;
    private int ticks;

    /// Something that waits.
    public interface Timed {
        /// Its time may have come.
        ///
        /// @param now steady milliseconds
        /// @return when to call again, or [Timers#NEVER]
        long fire(long now);
    }

    /// @param now steady milliseconds
    /// @param errors is told of a timer that throws; it is not called again, and the others go on
    public Timers(long now, ErrorReporter errors) {
        this.errors = errors;
        this.now = now;
        this.tick = now / TICK_MILLIS;
    }

    /// The time of the last turn, in steady milliseconds.
    public long now() {
        return now;
    }

    /// The time at which something due then is really called: it may be sooner.
    public long reachable(long due) {
        return Math.min(due, now + HORIZON);
    }

    /// Calls that thing at that time or up to two ticks later, or sooner if it is beyond the wheel's reach.
    public void at(long due, Timed timed) {
        long slotTick = Math.max(reachable(due) / TICK_MILLIS + 1, tick + 1);
        int slot = (int) (slotTick % SLOTS);
        @Nullable Timed[] entries = slots[slot];
        if (entries == null) {
            entries = new Timed[4];
            slots[slot] = entries;
        } else if (sizes[slot] == entries.length) {
            entries = Arrays.copyOf(entries, entries.length * 2);
            slots[slot] = entries;
        }
        entries[sizes[slot]++] = timed;
    }

    /// The number of ticks that really took place. Unlike the clock it does not jump after a pause of the process, so
    /// that silence measured in ticks is never longer than the time in which a client could have been heard.
    public int ticks() {
        return ticks;
    }

    /// Turns the wheel to the present.
    public void advance(long present) {
        if (present - now >= TICK_MILLIS / 2) {
            ticks++;
        }
        now = present;
        long target = present / TICK_MILLIS;
        List<@Nullable Timed[]> due = due(target);
        tick = target;
        for (@Nullable Timed[] entries : due) {
            fire(entries);
        }
    }

    /// Takes everything off the wheel that is due before anything is put on it: what is called late asks for a time
    /// that may lie in a slot which this very turn passes.
    private List<@Nullable Timed[]> due(long target) {
        List<@Nullable Timed[]> due = new ArrayList<>();
        long last = Math.min(target, tick + SLOTS);
        for (long each = tick + 1; each <= last; each++) {
            int slot = (int) (each % SLOTS);
            @Nullable Timed[] entries = slots[slot];
            if (entries != null) {
                due.add(entries);
                slots[slot] = null;
                sizes[slot] = 0;
            }
        }
        return due;
    }

    private void fire(@Nullable Timed[] entries) {
        for (Timed timed : entries) {
            if (timed == null) {
                return; // the rest of the slot was not used
            }
            fire(timed);
        }
    }

    private void fire(Timed timed) {
        long next = NEVER;
        try {
            next = timed.fire(now);
        } catch (Throwable error) {
            errors.report("running a timer of " + timed, error);
        }
        if (next != NEVER) {
            at(next, timed);
        }
    }
}
