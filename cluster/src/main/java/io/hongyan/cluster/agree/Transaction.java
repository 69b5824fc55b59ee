package io.hongyan.cluster.agree;

import java.util.HashSet;
import java.util.List;

/// Writes that are made in one step if all guards hold.
///
/// @param guards at most [Agreement#MAX_GUARDS]
/// @param writes 1 to [Agreement#MAX_WRITES], of different keys
public record Transaction(List<Guard> guards, List<Write> writes) {
    public Transaction {
        guards = List.copyOf(guards);
        writes = List.copyOf(writes);
        if (guards.size() > Agreement.MAX_GUARDS) {
            throw new IllegalArgumentException(guards.size() + " guards; the most is " + Agreement.MAX_GUARDS);
        }
        if (writes.isEmpty() || writes.size() > Agreement.MAX_WRITES) {
            throw new IllegalArgumentException(writes.size() + " writes; 1 to " + Agreement.MAX_WRITES);
        }
        var keys = new HashSet<String>();
        for (Write write : writes) {
            if (!keys.add(write.key())) {
                throw new IllegalArgumentException("two writes of " + write.key());
            }
        }
    }

    /// One write with one guard.
    public static Transaction of(Guard guard, Write write) {
        return new Transaction(List.of(guard), List.of(write));
    }

    /// One write, whatever is there.
    public static Transaction of(Write write) {
        return new Transaction(List.of(), List.of(write));
    }
}
