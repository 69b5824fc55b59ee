package io.hongyan.broker.event;

import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.message.MessageOrigin;

/// Is told of single messages of one instance, for traces. Called on any shard; must not block.
public interface MessageTraces {
    MessageTraces NONE = new MessageTraces() {
        @Override
        public boolean on() {
            return false;
        }

        @Override
        public boolean picks(MessageId id) {
            return false;
        }

        @Override
        public void published(MessageId id, MessageOrigin origin, String clientId) {}

        @Override
        public void pushed(MessageId id, String clientId, boolean offline) {}
    };

    /// Whether any message is traced. Asked for each one; if not, none gets an id for it.
    boolean on();

    /// Whether the message of that id is traced.
    boolean picks(MessageId id);

    /// A message was accepted.
    ///
    /// @param clientId of the publisher; empty when it is no client
    void published(MessageId id, MessageOrigin origin, String clientId);

    /// A message was sent to a client for the first time.
    ///
    /// @param offline whether it was published before the client connected
    void pushed(MessageId id, String clientId, boolean offline);
}
