package io.hongyan.broker.store;

/// What an [Outbox] counts, since the start where it only grows.
///
/// @param name instance and rule, as [OutboxKey#name] has them
/// @param messages in it now
/// @param bytes in it now, as [io.hongyan.broker.message.Message#bytes] counts
/// @param appended messages that joined
/// @param acknowledged messages that left
/// @param refused messages that found it full
/// @param lost messages of which a damaged store has lost the content
public record OutboxStats(
        String name, long messages, long bytes, long appended, long acknowledged, long refused, long lost) {}
