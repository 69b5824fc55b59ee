package io.hongyan.client.publish;

import io.hongyan.client.callback.UserCallbacks;
import io.hongyan.client.disk.DiskMessageState;
import io.hongyan.client.disk.DiskQueue;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.loop.ClosedState;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.client.message.PublishOutcome.Dropped;
import io.hongyan.client.message.PublishOutcome.Kept;
import io.hongyan.client.message.PublishOutcome.Uncertain;
import io.hongyan.client.message.PublishOutcome.Why;
import io.hongyan.client.options.ClientOptions;
import org.jspecify.annotations.Nullable;

/// Ends messages: notifies the observer and the publisher, emits an event for messages without a future, and removes
/// the message from the queue on disk.
///
/// Confined to the loop.
final class PublishResults {

    private final UserCallbacks callbacks;
    private final ClientEventLoop loop;
    private final ClientObserver observer;
    private final boolean observed;
    private final @Nullable DiskQueue disk;
    private final ClosedState closedState;

    PublishResults(
            UserCallbacks callbacks,
            ClientEventLoop loop,
            ClientOptions options,
            @Nullable DiskQueue disk,
            ClosedState closedState) {
        this.callbacks = callbacks;
        this.loop = loop;
        this.observer = options.callbacks().observer();
        this.observed = !observer.equals(ClientObserver.NONE);
        this.disk = disk;
        this.closedState = closedState;
    }

    boolean isClosed() {
        return closedState.isClosed();
    }

    /// Any thread may call it.
    Dropped droppedByClose() {
        return new Dropped(Why.CLOSED, closedState.cause());
    }

    /// The outcome of a message that was sent and not acknowledged.
    private Uncertain closedInFlight(String more) {
        MqttException cause = closedState.cause();
        return new Uncertain("the client was closed before the server answered" + more
                + (cause == null ? "" : ": " + cause.getMessage()));
    }

    void end(OutgoingMessage outgoing, PublishOutcome outcome) {
        if (observed) {
            observer.published(outgoing.message(), outcome, loop.now() - outgoing.since());
        }
        outgoing.settle(outcome);
        DiskMessageState diskState = outgoing.diskState();
        if (disk != null && diskState != null && outcome != Kept.ON_DISK) {
            disk.ended(diskState);
            if (diskState.reportsEnd()) {
                callbacks.emit(new ClientEvent.MessageEnded(outgoing.message(), outcome));
            }
        }
        callbacks.completeFuture(outgoing, outgoing.direct());
    }

    /// Ends a message because the client is closed. What becomes of a message in the queue on disk is known after the
    /// last write.
    ///
    /// @param sent whether the server may have it
    void endAtClose(OutgoingMessage outgoing, boolean sent) {
        DiskMessageState diskState = outgoing.diskState();
        DiskQueue on = disk;
        if (on == null || diskState == null) {
            end(outgoing, sent ? closedInFlight("") : droppedByClose());
        } else {
            on.whenSafe(safe -> end(outgoing, atClose(safe || on.isWritten(diskState), sent)));
        }
    }

    private PublishOutcome atClose(boolean written, boolean sent) {
        if (written) {
            return Kept.ON_DISK;
        }
        return sent ? closedInFlight(", and the queue could not be written to disk") : new Dropped(Why.DISK_FAILED);
    }

    /// Ends a message of QoS 0 that the disk was to forget before it is sent.
    ///
    /// @param forgotten whether the disk has forgotten it
    /// @param sent whether it was given to the network then
    void endQos0(OutgoingMessage outgoing, DiskMessageState diskState, DiskQueue on, boolean forgotten, boolean sent) {
        if (sent) {
            end(outgoing, PublishOutcome.Sent.SENT);
        } else if (!forgotten) {
            end(outgoing, atClose(on.isWritten(diskState), false));
        } else {
            end(outgoing, isClosed() ? droppedByClose() : new Dropped(Why.CONNECTION_LOST));
        }
    }
}
