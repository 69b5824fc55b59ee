package io.hongyan.cli.mqtt;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.ConnAck;

/// How a connection of a [CliClient] ended.
public sealed interface ClientEnd {
    /// This side said DISCONNECT.
    record Finished() implements ClientEnd {}

    /// The server refused CONNECT.
    record Refused(ConnAck answer) implements ClientEnd {}

    /// The server said DISCONNECT, which only 5.0 knows.
    ///
    /// @param detail the server's reason string or reference; empty without one
    record Dismissed(ReasonCode reason, String detail) implements ClientEnd {}

    /// The connection broke, or the server broke the protocol.
    ///
    /// @param why in plain words
    record Lost(String why) implements ClientEnd {}

    /// Whether another connection may do better.
    default boolean isPassing() {
        return switch (this) {
            case Lost e -> true;
            case Dismissed e -> e.reason() == ReasonCode.SERVER_SHUTTING_DOWN;
            case Refused e -> false;
            case Finished e -> false;
        };
    }
}
