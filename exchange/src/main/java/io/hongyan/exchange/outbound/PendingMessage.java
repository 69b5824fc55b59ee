package io.hongyan.exchange.outbound;

import io.hongyan.exchange.spi.OutboundMessage;
import org.jspecify.annotations.Nullable;

/// A message on its way to the other system.
///
/// @param topic as the publisher named it, for logs
/// @param settled runs when the other system has it, or never will; null when nobody waits for that
public record PendingMessage(
        OutboundMessage message, String topic, @Nullable Runnable settled) {}
