package io.hongyan.broker.session.state;

import io.hongyan.broker.context.Timers;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Property;
import org.jspecify.annotations.Nullable;

/// When a session ends, when its will is due, and when its timer is to call it next. Times are steady milliseconds.
///
/// Confined to the session's shard.
public final class SessionDeadlines {
    /// Session Expiry Interval without end.
    public static final long FOR_EVER = 0xffff_ffffL;

    /// An unsigned number of 32 bits.
    private int expirySeconds;

    private long expiresAt = Timers.NEVER;
    private long wakeAt = Timers.NEVER;
    private @Nullable WillState wills;

    /// The will of a session that has one, or had one.
    private static final class WillState {
        private @Nullable Will will;
        private @Nullable Will publishing;
        private long dueAt = Timers.NEVER;
    }

    /// Life after the connection in seconds; [#FOR_EVER] without end.
    public long expirySeconds() {
        return Integer.toUnsignedLong(expirySeconds);
    }

    public void expirySeconds(long seconds) {
        expirySeconds = (int) seconds;
    }

    /// A connection begins, with its will.
    public void connected(@Nullable Will itsWill) {
        will(itsWill, Timers.NEVER);
        expiresAt = Timers.NEVER;
    }

    /// The connection ended: the session will expire, and its will become due.
    public void disconnected(long now) {
        long seconds = expirySeconds();
        expiresAt = seconds == FOR_EVER ? Timers.NEVER : now + seconds * 1000;
        if (wills != null) {
            wills.dueAt = wills.will == null ? Timers.NEVER : now + willDelaySeconds() * 1000;
        }
    }

    /// The session comes back from a store.
    public void restore(long seconds, long expires, @Nullable Will itsWill, long willDue) {
        expirySeconds(seconds);
        expiresAt = expires;
        will(itsWill, willDue);
    }

    private void will(@Nullable Will will, long dueAt) {
        WillState present = wills;
        if (present == null && will != null) {
            present = new WillState();
            wills = present;
        }
        if (present != null) {
            present.will = will;
            present.dueAt = dueAt;
        }
    }

    public long expiresAt() {
        return expiresAt;
    }

    public long willAt() {
        return wills == null ? Timers.NEVER : wills.dueAt;
    }

    /// The will that has not been published, or null.
    @Nullable
    public Will will() {
        return wills == null ? null : wills.will;
    }

    /// The will that a store must keep: also one that is being published, until all shards have it.
    @Nullable
    public Will unpublishedWill() {
        if (wills == null) {
            return null;
        }
        return wills.will == null ? wills.publishing : wills.will;
    }

    /// Seconds between the end of the connection and the will [MQTT-3.1.3-9].
    public long willDelaySeconds() {
        Will present = will();
        return present == null
                ? 0
                : Math.min(present.properties().number(Property.WILL_DELAY_INTERVAL, 0), expirySeconds());
    }

    /// Takes the will, to publish it.
    @Nullable
    public Will takeWill() {
        WillState present = wills;
        if (present == null) {
            return null;
        }
        present.publishing = present.will;
        dropWill();
        return present.publishing;
    }

    /// The will was published, or another one took its place.
    public void willPublished() {
        if (wills != null) {
            wills.publishing = null;
        }
    }

    /// The session is over, and must not come back.
    public void ended() {
        expirySeconds = 0;
        expiresAt = Timers.NEVER;
    }

    /// Nothing is due any more: another node goes on with the session.
    public void forget() {
        ended();
        dropWill();
        wakeAt = Timers.NEVER;
    }

    public void dropWill() {
        will(null, Timers.NEVER);
    }

    /// When something is due while there is no connection.
    public long due() {
        return Math.min(willAt(), expiresAt);
    }

    public long wakeAt() {
        return wakeAt;
    }

    public void wakeAt(long time) {
        wakeAt = time;
    }
}
