package io.hongyan.broker.session.ack;

import io.hongyan.codec.packet.Packet;

/// The connection whose acknowledgements wait. Confined to its shard.
public interface AckConnection {
    /// Whether it is still the connection of its session.
    boolean isCurrent();

    /// Sends a packet, without what the client's limits forbid.
    void send(Packet packet);

    /// Takes no more packets from the client until [#resumeReading].
    void pauseReading();

    void resumeReading();
}
