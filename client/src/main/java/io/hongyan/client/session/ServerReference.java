package io.hongyan.client.session;

import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a server wants its client to go (MQTT 5.0, chapter 4.11): names with or without port, separated by spaces.
/// Scheme and path, and the port unless given, are those of the referring server, so that TLS stays TLS.
///
/// @param text as the server sent it
/// @param permanent whether it is to be used from now on
record ServerReference(String text, boolean permanent) {
    /// So many names are read; one is what servers send, and each is tried without a delay.
    static final int MOST = 16;

    /// Where the server sent the client to; null when it did not.
    static @Nullable ServerReference of(MqttException why) {
        if (why instanceof MqttException.ConnectRefused refused) {
            return of(refused.reason(), refused.serverReference());
        }
        return why instanceof MqttException.ConnectionLost lost ? of(lost.reason(), lost.serverReference()) : null;
    }

    private static @Nullable ServerReference of(@Nullable ReasonCode reason, @Nullable String text) {
        boolean moved = reason == ReasonCode.SERVER_MOVED;
        return text != null && (moved || reason == ReasonCode.USE_ANOTHER_SERVER)
                ? new ServerReference(text, moved)
                : null;
    }

    /// Those that can be read, in their order, each once and the first ones only.
    List<ServerAddress> addresses(ServerAddress from) {
        List<ServerAddress> addresses = new ArrayList<>();
        for (String item : text.strip().split("\\s+", -1)) {
            ServerAddress address = address(item, from);
            if (address != null && addresses.size() < MOST && !addresses.contains(address)) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    private static @Nullable ServerAddress address(String item, ServerAddress from) {
        try {
            return from.withHost(item);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
