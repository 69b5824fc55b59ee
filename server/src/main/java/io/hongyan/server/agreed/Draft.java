package io.hongyan.server.agreed;

import java.util.List;
import java.util.Map;

/// A change that is to be made.
///
/// @param change the name of the change, another one each time
/// @param text of the head
/// @param pages of the head, by name
/// @param made the values of those that are new, by name
/// @param dropped the names of those that are not needed afterwards
record Draft(
        String change,
        Head head,
        byte[] text,
        Map<String, Page> pages,
        Map<String, byte[]> made,
        List<String> dropped) {
    /// Bytes of the new values.
    long bytes() {
        return text.length
                + made.values().stream().mapToLong(value -> value.length).sum();
    }
}
