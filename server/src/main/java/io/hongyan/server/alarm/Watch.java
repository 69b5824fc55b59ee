package io.hongyan.server.alarm;

import org.jspecify.annotations.Nullable;

/// One alarm and what became of it. Guarded by its [Alarms].
final class Watch {
    private Alarm alarm;
    private AlarmState state;
    private long since;
    private @Nullable Double value;
    private int beyond;
    private int missing;

    /// @param since when the state began, in milliseconds since 1970; 0 = it never had another
    Watch(Alarm alarm, AlarmState state, long since) {
        this.alarm = alarm;
        this.state = state;
        this.since = since;
    }

    Alarm alarm() {
        return alarm;
    }

    /// Another definition: what was seen before does not count for it.
    void alarm(Alarm changed) {
        alarm = changed;
        restart();
        value = null;
    }

    /// Minutes from before do not count any more.
    void restart() {
        beyond = 0;
        missing = 0;
    }

    AlarmState state() {
        return state;
    }

    void state(AlarmState changed, long now) {
        state = changed;
        since = now;
    }

    long since() {
        return since;
    }

    /// The value of the last minute; null when there was none.
    @Nullable
    Double value() {
        return value;
    }

    /// A minute is over.
    ///
    /// @param measured null when there is no value
    /// @return the state that it has by that
    AlarmState measured(@Nullable Double measured) {
        value = measured;
        if (measured == null) {
            beyond = 0;
            missing = Math.min(missing + 1, alarm.minutes());
            return missing == alarm.minutes() ? AlarmState.UNKNOWN : state;
        }
        missing = 0;
        if (!alarm.isBeyond(measured)) {
            beyond = 0;
            return AlarmState.OK;
        }
        beyond = Math.min(beyond + 1, alarm.minutes());
        return beyond == alarm.minutes() ? AlarmState.FIRING : state;
    }
}
