package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;

/// One message in an [Outbox].
///
/// @param sequence rises within the outbox, with gaps
public record OutboxEntry(long sequence, Message message, OutboxLabel label) {}
