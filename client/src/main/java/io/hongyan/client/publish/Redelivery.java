package io.hongyan.client.publish;

import io.hongyan.client.disk.DiskMessageState;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.client.message.PublishOutcome.Acknowledged;
import io.hongyan.client.message.PublishOutcome.Uncertain;
import io.hongyan.codec.QoS;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The messages in flight that this connection has not carried yet: its window may be smaller than that of the one
/// before, so they go as the window allows.
///
/// Confined to the loop.
final class Redelivery {
    private static final Uncertain FORGOTTEN =
            new Uncertain("the server has forgotten the session in which it was sent");

    /// Made with the first message.
    private @Nullable ArrayDeque<OutgoingMessage> queue;
    private boolean sessionPresent;

    /// What to do with a message, see [#next].
    enum Step {
        /// It was never sent: it is sent as a new message.
        FIRST,
        /// The server has forgotten the session: it is sent under a new packet identifier.
        ANEW,
        /// The server had it, and waits for PUBREL.
        RELEASE,
        /// It is sent again under its packet identifier.
        AGAIN
    }

    /// A server accepted the client.
    void begin(boolean present) {
        sessionPresent = present;
    }

    /// Takes a message in flight.
    ///
    /// @return its outcome, when the server has forgotten the session and the message must not be sent again: a message
    /// of QoS 2 that the server had received is acknowledged; of any other the outcome is unknown; null = it was taken
    @Nullable
    PublishOutcome add(OutgoingMessage outgoing) {
        DiskMessageState diskState = outgoing.diskState();
        boolean sent = diskState == null || diskState.sent();
        if (!sessionPresent && sent && outgoing.message().qos() == QoS.EXACTLY_ONCE) {
            return outgoing.released() ? Acknowledged.PLAIN : FORGOTTEN;
        }
        if (diskState == null || !diskState.held()) {
            if (queue == null) {
                queue = new ArrayDeque<>();
            }
            queue.add(outgoing);
        }
        return null;
    }

    @Nullable
    OutgoingMessage poll() {
        return queue == null ? null : queue.poll();
    }

    int size() {
        return queue == null ? 0 : queue.size();
    }

    /// [MQTT-3.3.4-9], [MQTT-4.4.0-1].
    Step next(OutgoingMessage outgoing) {
        DiskMessageState diskState = outgoing.diskState();
        if (diskState != null && !diskState.sent()) {
            return Step.FIRST;
        }
        if (!sessionPresent) {
            return Step.ANEW;
        }
        return outgoing.released() ? Step.RELEASE : Step.AGAIN;
    }

    void remove(OutgoingMessage outgoing) {
        if (queue != null) {
            queue.remove(outgoing);
        }
    }

    void clear() {
        queue = null;
    }
}
