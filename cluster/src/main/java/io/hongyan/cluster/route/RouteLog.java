package io.hongyan.cluster.route;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The latest batches of changes, one after the other.
///
/// Confined to loop 0.
final class RouteLog {
    private final TreeMap<Long, Batch> batches = new TreeMap<>();
    private long bytes;

    /// A batch as it is sent.
    ///
    /// @param to the number of its last change
    record Batch(long to, byte[] body) {}

    void add(long before, long to, byte[] body) {
        batches.put(before, new Batch(to, body));
        bytes += body.length;
    }

    /// The batch that follows a change; null when it is not there any more.
    @Nullable
    Batch after(long number) {
        return batches.get(number);
    }

    /// Drops what all have, and as much as it takes to have no more than so many bytes, oldest first.
    void trim(long known, long most) {
        while (!batches.isEmpty()) {
            Batch oldest = batches.firstEntry().getValue();
            if (oldest.to > known && bytes <= most) {
                return;
            }
            batches.pollFirstEntry();
            bytes -= oldest.body.length;
        }
    }
}
