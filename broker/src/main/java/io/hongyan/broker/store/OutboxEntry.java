package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;

/// One message in an [Outbox].
///
/// @param sequence rises within the outbox, with gaps
/// @param key messages of one key must leave in order; empty for those that need none
public record OutboxEntry(long sequence, Message message, String key) {}
