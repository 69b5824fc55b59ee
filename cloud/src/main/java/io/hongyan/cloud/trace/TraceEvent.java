package io.hongyan.cloud.trace;

import io.hongyan.broker.message.MessageId;
import java.net.InetSocketAddress;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An entry on its way to the log.
///
/// @param message null for what happens to a device
/// @param peer the client's end of its connection; null for messages
record TraceEvent(
        String instance,
        long millis,
        TraceKind kind,
        String clientId,
        @Nullable MessageId message,
        @Nullable InetSocketAddress peer) {
    /// The id of the message, or of the connection: instance, client and its end of the connection are the same in all
    /// entries of one, and nearly always different in the next.
    MessageId id() {
        if (message != null) {
            return message;
        }
        byte[] text = (instance + '\0' + clientId + '\0' + peer).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        UUID hash = UUID.nameUUIDFromBytes(text);
        return new MessageId(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
    }
}
