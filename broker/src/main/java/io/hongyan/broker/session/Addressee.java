package io.hongyan.broker.session;

import io.hongyan.broker.inbox.RestingInbox;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxSummary;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.VShard;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Whom QoS 1 and 2 messages are for: the part of a session that holds its [Outbound], and of an absent client's only a
/// few numbers, as soon as they are enough. It is a part by inheritance, because an object more for each of a million
/// sessions counts.
///
/// Confined to the session's shard.
abstract class Addressee {
    private @Nullable Outbound outbound;

    /// In place of an outbound that has no more to remember than this while the client is away; else null.
    private @Nullable RestingInbox resting;

    /// Of the client.
    public abstract String clientId();

    /// Its virtual shard.
    public final int vshard() {
        return VShard.ofClient(clientId());
    }

    /// Whether the client is there.
    public abstract boolean connected();

    /// Where its messages are kept.
    public abstract SessionStore store();

    /// @param rest what an earlier one left, null for none
    abstract Outbound newOutbound(@Nullable RestingInbox rest);

    Outbound outbound() {
        Outbound present = outbound;
        if (present == null) {
            present = newOutbound(resting);
            outbound = present;
            resting = null;
        }
        return present;
    }

    /// The outbound, if there is one now.
    final @Nullable Outbound outboundIfAny() {
        return outbound;
    }

    /// Adopts what the store kept of the messages for the client.
    ///
    /// @param inFlight in the order of sequences
    public void restore(List<InboxEntry> inFlight, InboxSummary waiting) {
        outbound().restore(inFlight, waiting);
        rest();
    }

    /// Sends what waits for a client that is back.
    final void resumeOutbound() {
        if (outbound != null || resting != null) {
            outbound().resume();
        }
    }

    /// The connection is gone.
    final void pauseOutbound() {
        if (outbound != null) {
            outbound.pause();
            rest();
        }
    }

    /// Drops the oldest messages that wait for an absent client, if they have expired.
    ///
    /// @param then runs when that is done, perhaps at once
    public void dropExpired(Runnable then) {
        outbound().inbox().dropExpired(() -> {
            rest();
            then.run();
        });
    }

    /// Keeps no more than is needed, if the client is away.
    final void rest() {
        RestingInbox rest = outbound == null || connected() ? null : outbound.rest();
        if (rest != null) {
            resting = rest;
            outbound = null;
        }
    }

    /// The messages that wait for it.
    public int queued() {
        if (outbound != null) {
            return outbound.queued();
        }
        return resting == null ? 0 : resting.messages();
    }

    /// The bytes of these, as they are counted in limits.
    public long queuedBytes() {
        if (outbound != null) {
            return outbound.inbox().bytes();
        }
        return resting == null ? 0 : resting.bytes();
    }

    /// Shows the oldest messages that wait, and leaves them where they are.
    ///
    /// @param most how many, 1 to 10,000; fewer when they are large
    /// @param sink called on this shard, once
    public void peek(int most, Consumer<List<InboxEntry>> sink) {
        if (outbound != null) {
            outbound.inbox().peek(most, sink);
        } else if (resting != null && resting.messages() > 0) {
            store().read(resting.position(), most, page -> sink.accept(page.entries()));
        } else {
            sink.accept(List.of());
        }
    }

    /// Messages sent and not finished.
    public final int inFlight() {
        return outbound == null ? 0 : outbound.inFlight();
    }

    @SuppressWarnings("ReferenceEquality") // the very object
    final boolean isOwner(Outbound some) {
        return outbound == some;
    }

    /// Takes the outbound away: what is still under way to it does not reach it any more.
    ///
    /// @return null when there never was any
    final @Nullable Outbound takeOutbound() {
        Outbound present = resting == null ? outbound : outbound();
        outbound = null;
        return present;
    }
}
