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

    private long expirySeconds;
    private long expiresAt = Timers.NEVER;
    private long willAt = Timers.NEVER;
    private long wakeAt = Timers.NEVER;
    private @Nullable Will will;
    private @Nullable Will publishing;

    /// Life after the connection in seconds; [#FOR_EVER] without end.
    public long expirySeconds() {
        return expirySeconds;
    }

    public void expirySeconds(long seconds) {
        expirySeconds = seconds;
    }

    /// A connection begins, with its will.
    public void connected(@Nullable Will itsWill) {
        will = itsWill;
        willAt = Timers.NEVER;
        expiresAt = Timers.NEVER;
    }

    /// The connection ended: the session will expire, and its will become due.
    public void disconnected(long now) {
        expiresAt = expirySeconds == FOR_EVER ? Timers.NEVER : now + expirySeconds * 1000;
        willAt = will == null ? Timers.NEVER : now + willDelaySeconds() * 1000;
    }

    /// The session comes back from a store.
    public void restore(long seconds, long expires, @Nullable Will itsWill, long willDue) {
        expirySeconds = seconds;
        expiresAt = expires;
        will = itsWill;
        willAt = willDue;
    }

    public long expiresAt() {
        return expiresAt;
    }

    public long willAt() {
        return willAt;
    }

    /// The will that has not been published, or null.
    @Nullable
    public Will will() {
        return will;
    }

    /// The will that a store must keep: also one that is being published, until all shards have it.
    @Nullable
    public Will unpublishedWill() {
        return will == null ? publishing : will;
    }

    /// Seconds between the end of the connection and the will [MQTT-3.1.3-9].
    long willDelaySeconds() {
        Will present = will;
        return present == null
                ? 0
                : Math.min(present.properties().number(Property.WILL_DELAY_INTERVAL, 0), expirySeconds);
    }

    /// Takes the will, to publish it.
    @Nullable
    public Will takeWill() {
        publishing = will;
        will = null;
        willAt = Timers.NEVER;
        return publishing;
    }

    /// The will was published, or another one took its place.
    public void willPublished() {
        publishing = null;
    }

    /// The session is over, and must not come back.
    public void ended() {
        expirySeconds = 0;
        expiresAt = Timers.NEVER;
    }

    public void dropWill() {
        will = null;
        willAt = Timers.NEVER;
    }

    /// When something is due while there is no connection.
    public long due() {
        return Math.min(willAt, expiresAt);
    }

    public long wakeAt() {
        return wakeAt;
    }

    public void wakeAt(long time) {
        wakeAt = time;
    }
}
