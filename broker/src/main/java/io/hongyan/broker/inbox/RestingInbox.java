package io.hongyan.broker.inbox;

import io.hongyan.broker.store.InboxSummary;

/// What must be known of an inbox while all its messages are in the store and nobody takes them: most sessions of a
/// large service are absent ones, and need no more. Made by [Inbox#rest], in 32 bytes.
///
/// @param messages that wait
/// @param bytes of these messages
/// @param shared how many of them came by a shared subscription
/// @param open how many sequences before the last one lead to what was taken, dropped or never waited
/// @param lastSequence the highest sequence that was given
public record RestingInbox(int messages, int bytes, int shared, int open, long lastSequence) {
    InboxSummary waiting() {
        return new InboxSummary(messages, bytes, shared, lastSequence);
    }

    /// Everything up to this sequence was taken, dropped or never waited.
    public long position() {
        return lastSequence - open;
    }
}
