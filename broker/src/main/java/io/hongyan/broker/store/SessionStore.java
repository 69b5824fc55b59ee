package io.hongyan.broker.store;

import org.jspecify.annotations.Nullable;

/// Where one session and its inbox are kept. Made by [ShardStore#create] or brought back by [ShardStore#acquire]; a
/// later session of the same client has a store of its own and never meets what an earlier one left behind.
public interface SessionStore extends InboxStore {
    /// The session began or changed.
    void save(StoredSession session);

    /// The session is over: everything of it goes, its inbox included.
    void remove();

    void subscribe(StoredSubscription subscription);

    /// @param filter as the client gave it
    void unsubscribe(String filter);

    /// A batch for the copies of a QoS 2 message of the client, to be committed by [#received], or of its inbox, to be
    /// committed by [#moved]; null when nothing of the session is durable.
    @Nullable
    AtomicBatch newBatch();

    /// A QoS 2 PUBLISH of the client was received under that identifier.
    ///
    /// @param batch the copies of the message; they take effect together with this
    void received(int packetId, @Nullable AtomicBatch batch);

    /// Its PUBREL came.
    void completed(int packetId);
}
