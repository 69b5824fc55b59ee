package io.hongyan.broker.store;

/// What a store knows of the entries of an inbox that were never taken, without reading them.
///
/// @param messages how many there are
/// @param bytes as [io.hongyan.broker.message.Message#bytes] counts
/// @param shared how many of them came by a shared subscription
/// @param lastSequence the highest sequence of the whole inbox; when it is empty, 0 or the highest that it had
public record InboxSummary(int messages, long bytes, int shared, long lastSequence) {
    public static final InboxSummary EMPTY = new InboxSummary(0, 0, 0, 0);
}
