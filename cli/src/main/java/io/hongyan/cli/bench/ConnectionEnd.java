package io.hongyan.cli.bench;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.property.Property;

/// How a connection of a [LoadClient] ended.
sealed interface ConnectionEnd {
    /// This side said DISCONNECT.
    record Finished() implements ConnectionEnd {}

    /// The server refused CONNECT.
    record Refused(ConnAck answer) implements ConnectionEnd {}

    /// The server said DISCONNECT, which only 5.0 knows.
    ///
    /// @param detail the server's reason string or reference; empty without one
    record Dismissed(ReasonCode reason, String detail) implements ConnectionEnd {}

    /// The connection broke, or the server broke the protocol.
    ///
    /// @param why in plain words
    record Lost(String why) implements ConnectionEnd {}

    /// The end in words.
    ///
    /// @param target the server's address for people
    default String text(String target) {
        return switch (this) {
            case Finished e -> "closed";
            case Refused(ConnAck answer) -> {
                String detail = answer.properties().text(Property.REASON_STRING);
                yield target + " refused the connection: " + answer.reason().text()
                        + (detail == null ? "" : ": " + detail);
            }
            case Dismissed(ReasonCode reason, String detail) ->
                target + " ended the connection: " + reason.text() + (detail.isEmpty() ? "" : " (" + detail + ")");
            case Lost(String why) -> target + ": " + why;
        };
    }
}
