package io.hongyan.broker.store;

import java.util.List;

/// A part of an inbox as it was read.
///
/// @param messages in the order of sequences
/// @param lost what a damaged store refers to and does not have any more, in the order of sequences
public record StoredPage(List<StoredMessage> messages, List<Lost> lost) {
    public static final StoredPage EMPTY = new StoredPage(List.of(), List.of());

    /// A message whose content is gone.
    ///
    /// @param bytes as it was counted when it was appended
    public record Lost(long sequence, int bytes) {}

    /// How many rows of the inbox were met.
    public int rows() {
        return messages.size() + lost.size();
    }
}
