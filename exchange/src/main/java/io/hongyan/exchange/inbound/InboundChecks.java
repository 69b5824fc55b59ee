package io.hongyan.exchange.inbound;

import io.hongyan.broker.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/// What an instance allows to be published to its clients. Any thread.
public interface InboundChecks {
    /// Why a message can never be delivered in an instance, or null.
    @Nullable
    String refusal(String instance, ServerMessage message);
}
