package io.hongyan.client.loop;

import io.hongyan.client.message.MqttException;
import org.jspecify.annotations.Nullable;

/// Whether a client is closed, and why. The loop sets it once; any thread reads it, for instance when the loop has
/// ended and takes no more tasks.
public final class ClosedState {
    private volatile @Nullable Reason reason;

    /// @param cause null = the user closed the client
    private record Reason(@Nullable MqttException cause) {}

    /// @param cause null = the user closed the client
    public void close(@Nullable MqttException cause) {
        reason = new Reason(cause);
    }

    public boolean isClosed() {
        return reason != null;
    }

    /// Why calls do not work any more, apart from the user's close; null = the user closed the client.
    public @Nullable MqttException cause() {
        Reason known = reason;
        return known == null ? threadsClosed() : known.cause();
    }

    /// The exception of calls to the closed client.
    public MqttException.Closed exception() {
        MqttException cause = cause();
        return new MqttException.Closed(
                cause == null ? "the client is closed" : "the client is closed: " + cause.getMessage(), cause);
    }

    /// The cause when the threads end before the client.
    public static MqttException threadsClosed() {
        return new MqttException.ConnectionLost(
                null, "its network threads were closed before it; close clients before their ClientThreads");
    }
}
