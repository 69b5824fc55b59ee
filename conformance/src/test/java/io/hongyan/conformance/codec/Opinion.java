package io.hongyan.conformance.codec;

import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Packet;

/// Another implementation of the protocol.
interface Opinion {
    /// Whether it is made for such packets. Each exception is a limit of that implementation, and is named where it is
    /// made.
    boolean knows(Packet packet, Version version);

    /// Reads the packet, and writes what it understood.
    byte[] through(byte[] bytes, Version version) throws Exception;
}
