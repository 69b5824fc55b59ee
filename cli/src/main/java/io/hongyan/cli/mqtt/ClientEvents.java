package io.hongyan.cli.mqtt;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.UnsubAck;

/// What a [CliClient] tells its user. All calls come on the connection's loop.
public interface ClientEvents {
    /// The server accepted the connection.
    void connected(ConnAck answer);

    /// A message arrived. Its topic is always present, whatever alias it came with. A QoS 2 message is told once.
    void message(Publish message);

    /// A message given to [CliClient#publish] is done: for QoS 0 it was handed to the connection, otherwise the server
    /// has acknowledged or refused it, or it was not sent because the server had said that it would refuse it.
    ///
    /// @param stamp the number given with the message
    void published(long stamp, ReasonCode reason);

    void subscribed(SubAck answer);

    void unsubscribed(UnsubAck answer);

    /// The connection is over. Told once; nothing follows. Messages that were not reported as published are of unknown
    /// fate.
    void ended(ClientEnd end);

    /// A packet was sent; for debugging.
    default void sent(Packet packet) {}

    /// A packet was received; for debugging.
    default void received(Packet packet) {}
}
