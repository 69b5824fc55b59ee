package io.hongyan.client.event;

import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.topic.Topic;

/// For metrics and tracing: called for what a client does. All methods have empty bodies: implement those you need.
/// Calls come on the network's threads: count, and return.
public interface ClientObserver {
    /// Does nothing.
    ClientObserver NONE = new ClientObserver() {};

    /// A message is about to be published, on the publisher's thread. A tracer may add its user properties here.
    ///
    /// @return what is published
    default Message publishing(Message message) {
        return message;
    }

    /// A message was given to the network, again if it had to be.
    default void sent(Topic topic, QoS qos, int payloadBytes) {}

    /// The end of a message that was published.
    ///
    /// @param millis from the call to the outcome, coarsely
    default void published(Message message, PublishOutcome outcome, long millis) {}

    /// A message arrived.
    default void received(Delivery delivery) {}

    /// A message that arrived was dropped.
    default void dropped(Topic topic, String why) {}

    /// Whether [#packetSent] and [#packetReceived] are of use: what they tell of is put together only then. Asked once
    /// for each connection.
    default boolean wantsPackets() {
        return false;
    }

    /// A packet was given to the network. CONNECT has the password in it.
    default void packetSent(Packet packet) {}

    /// A packet arrived, before it is dealt with.
    default void packetReceived(Packet packet) {}

    /// The server accepted the client.
    default void connected(ServerLimits server) {}

    /// The connection ended or was not made; when the client was closed, with [MqttException.Closed].
    default void disconnected(MqttException cause) {}
}
