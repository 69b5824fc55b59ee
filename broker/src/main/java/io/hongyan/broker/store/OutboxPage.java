package io.hongyan.broker.store;

import java.util.List;

/// A part of an [Outbox] as it was read.
///
/// @param entries in the order of sequences; empty only when a damaged store has lost all that it met, or
///   when nobody waited for entries
/// @param last the highest sequence that was met: what to acknowledge when all entries are settled, and where to read
///   on
public record OutboxPage(List<OutboxEntry> entries, long last) {}
