package io.hongyan.broker;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.QoS;

/// One retained message as an operator sees it, without its content.
///
/// @param bytes of the payload
/// @param publisher client id of whoever published it
/// @param expiresAt milliseconds since 1970; [Message#NEVER] for ever
public record RetainedInfo(String topic, QoS qos, int bytes, String publisher, long expiresAt) {
    static RetainedInfo of(Message message) {
        return new RetainedInfo(
                message.topic().toString(),
                message.qos(),
                message.payload().length,
                String.valueOf(message.publisher()),
                message.expiresAt());
    }
}
