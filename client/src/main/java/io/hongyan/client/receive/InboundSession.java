package io.hongyan.client.receive;

import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.topic.Topic;
import java.util.List;

/// The session as the receiving side uses it. Confined to the loop.
public interface InboundSession {
    /// The handlers of all subscriptions that match the topic, each once.
    List<DeliveryHandler> match(Topic topic);

    /// @return whether the message was for the client itself, not for receivers
    boolean tookNotice(Publish packet);

    /// Sends PUBACK, PUBREC or PUBCOMP that says success, if there is a connection.
    void acknowledge(int firstByte, int packetId);

    /// What the loop did for the session failed, so the state of its connection is unknown.
    void taskFailed(Throwable cause);
}
