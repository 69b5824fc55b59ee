package io.hongyan.broker;

import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.codec.QoS;
import org.jspecify.annotations.Nullable;

/// One message that waits for a client, as an operator sees it, without its content.
///
/// @param qos of the delivery
/// @param bytes of the payload
/// @param id by which it is traced; null when it is not
/// @param expiresAt milliseconds since 1970; [io.hongyan.broker.message.Message#NEVER] for ever
public record WaitingMessage(
        String topic, QoS qos, int bytes, @Nullable MessageId id, long expiresAt) {
    static WaitingMessage of(InboxEntry entry) {
        return new WaitingMessage(
                entry.message().topic().toString(),
                entry.options().qos(),
                entry.message().payload().length,
                entry.message().traceId(),
                entry.message().expiresAt());
    }
}
