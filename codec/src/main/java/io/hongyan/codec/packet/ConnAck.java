package io.hongyan.codec.packet;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.property.Properties;

/// The server's answer to CONNECT (chapter 3.2).
///
/// @param sessionPresent false whenever the reason is an error [MQTT-3.2.2-6]
/// @param reason encoded as the nearest of the return codes 0 to 5 before 5.0
/// @param properties none before 5.0
public record ConnAck(boolean sessionPresent, ReasonCode reason, Properties properties) implements Packet {
    public ConnAck {
        if (sessionPresent && reason.isError()) {
            throw new IllegalArgumentException("a refused connection has no session present");
        }
    }
}
