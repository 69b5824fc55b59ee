package io.hongyan.broker.event;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.topic.Topic;
import io.hongyan.transport.Peer;

/// What became of one packet or one message, for a [PacketWatch]. What is refused or dropped is a [BrokerEvent].
public sealed interface PacketEvent {
    String instance();

    /// Of the client that sent or receives it; empty when no client sent it.
    String clientId();

    /// The client's end of its connection; [Peer#NONE] without one.
    Peer peer();

    /// A message was accepted.
    ///
    /// @param packetId 0 for QoS 0, and where no packet brought it
    /// @param bytes of the payload
    record Published(
            String instance,
            String clientId,
            Peer peer,
            Topic topic,
            QoS qos,
            int packetId,
            int bytes,
            boolean retain,
            boolean dup)
            implements PacketEvent {}

    /// A message was sent to a client.
    ///
    /// @param qos of the delivery
    /// @param packetId 0 for QoS 0
    /// @param bytes of the payload
    /// @param dup whether it was sent before
    record Delivered(
            String instance,
            String clientId,
            Peer peer,
            Topic topic,
            QoS qos,
            int packetId,
            int bytes,
            boolean retain,
            boolean dup)
            implements PacketEvent {}

    /// A message waits for a client: it is not connected, or has as much in flight as it takes.
    ///
    /// @param qos of the delivery
    /// @param bytes of the payload
    record Queued(String instance, String clientId, Peer peer, Topic topic, QoS qos, int bytes) implements PacketEvent {
        /// Whether the client is not connected.
        public boolean offline() {
            return peer.equals(Peer.NONE);
        }
    }

    /// A filter was accepted.
    ///
    /// @param qos granted
    record Subscribed(String instance, String clientId, Peer peer, String filter, QoS qos, int packetId)
            implements PacketEvent {}

    /// A client gave a filter up.
    ///
    /// @param reason an error when it had none
    record Unsubscribed(String instance, String clientId, Peer peer, String filter, int packetId, ReasonCode reason)
            implements PacketEvent {}
}
