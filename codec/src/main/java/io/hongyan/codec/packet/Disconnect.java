package io.hongyan.codec.packet;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.property.Properties;

/// The last packet of a connection (chapter 3.14). Before 5.0 only a client sends it, and without a reason.
public record Disconnect(ReasonCode reason, Properties properties) implements Packet {
    /// A normal disconnection.
    public static final Disconnect NORMAL = new Disconnect(ReasonCode.SUCCESS, Properties.NONE);
}
