package io.hongyan.cluster.agree;

import java.util.List;

/// What was read.
///
/// @param entries in the order of their keys
/// @param revision the moment at which all of them were so
public record Range(List<Entry> entries, long revision) {
    public Range {
        entries = List.copyOf(entries);
    }
}
