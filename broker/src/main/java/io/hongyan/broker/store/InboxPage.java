package io.hongyan.broker.store;

import java.util.List;

/// A part of an inbox as it was read.
///
/// @param entries in the order of sequences
/// @param lost entries whose message a damaged store does not have any more, in the order of sequences
/// @param last whether nothing follows: the page ended with the inbox, not because it was full
public record InboxPage(List<InboxEntry> entries, List<Lost> lost, boolean last) {
    public static final InboxPage EMPTY = new InboxPage(List.of(), List.of(), true);

    /// An entry without message.
    ///
    /// @param bytes as it was counted when it was appended
    public record Lost(long sequence, int bytes) {}

    /// How many entries were met.
    public int rows() {
        return entries.size() + lost.size();
    }
}
