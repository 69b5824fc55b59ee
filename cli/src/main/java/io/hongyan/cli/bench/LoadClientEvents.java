package io.hongyan.cli.bench;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;

/// What a [LoadClient] tells its user. All calls come on the connection's loop.
interface LoadClientEvents {
    /// The server accepted the connection.
    void connected(ConnAck answer);

    /// A message arrived. Its topic is always present, whatever alias it came with. A QoS 2 message is told once.
    void message(Publish message);

    /// A message given to [LoadClient#publish] is done: for QoS 0 it was handed to the connection, otherwise the server
    /// has acknowledged or refused it, or it was not sent because the server had said that it would refuse it.
    ///
    /// @param plannedNanos the number given with the message
    void published(long plannedNanos, ReasonCode reason);

    void subscribed(SubAck answer);

    /// The connection is over. Told once; nothing follows. Messages that were not reported as published are of unknown
    /// fate.
    void ended(ConnectionEnd end);
}
