package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.Topic;

/// One shard's part of the store. Called on that shard only. Writes take effect in the order of the calls; none blocks.
public interface ShardStore {
    /// A persistent session began or changed.
    void save(StoredSession session);

    /// The session ended: everything of it goes.
    void remove(SessionKey key);

    void subscribe(SessionKey key, StoredSubscription subscription);

    void unsubscribe(SessionKey key, String filter);

    /// A message joined the inbox.
    void append(SessionKey key, StoredMessage message);

    /// A message of the inbox was sent under that packet identifier.
    void sent(SessionKey key, long sequence, int packetId);

    /// PUBREC came for a message of the inbox.
    void released(SessionKey key, long sequence);

    /// A message of the inbox needs nothing more: acknowledged, expired or dropped.
    void done(SessionKey key, long sequence);

    /// A QoS 2 PUBLISH of the client was taken over under that identifier.
    void received(SessionKey key, int packetId);

    /// Its PUBREL came.
    void completed(SessionKey key, int packetId);

    /// A retained message was set.
    void retain(String instance, Message message);

    /// A retained message was cleared.
    void forget(String instance, Topic topic);

    /// Runs the task on this shard when everything written before is safe, as safe as this store promises.
    void whenSafe(Runnable then);
}
