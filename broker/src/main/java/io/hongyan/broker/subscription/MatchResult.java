package io.hongyan.broker.subscription;

import io.hongyan.codec.QoS;
import org.jspecify.annotations.Nullable;

/// Everybody whom a message of one topic concerns, grouped by shard. Immutable; the arrays are shared and nobody may
/// change them.
///
/// Most results have all their targets on one shard, so that one array is held without a table of arrays.
public final class MatchResult {
    /// Nobody.
    public static final MatchResult NONE = new MatchResult(0, 0, new Target[0], null, new SharedGroup[0]);

    private final int size;
    private final int shard;
    private final Target[] targets;
    private final Target @Nullable [] @Nullable [] byShard;
    private final SharedGroup[] groups;

    private MatchResult(
            int size, int shard, Target[] targets, Target @Nullable [] @Nullable [] byShard, SharedGroup[] groups) {
        this.size = size;
        this.shard = shard;
        this.targets = targets;
        this.byShard = byShard;
        this.groups = groups;
    }

    static MatchResult ofOneShard(int shard, Target[] targets, SharedGroup[] groups) {
        return targets.length == 0 && groups.length == 0
                ? NONE
                : new MatchResult(targets.length, shard, targets, null, groups);
    }

    /// @param byShard null where a shard has no target
    static MatchResult ofShards(int size, Target @Nullable [] @Nullable [] byShard, SharedGroup[] groups) {
        return new MatchResult(size, -1, NONE.targets, byShard, groups);
    }

    /// Whether there is neither a target nor a shared group.
    public boolean isEmpty() {
        return this == NONE;
    }

    /// The number of targets in all shards; shared groups do not count.
    public int size() {
        return size;
    }

    /// The targets whose receivers belong to a shard.
    public Target[] of(int wanted) {
        if (byShard == null) {
            return wanted == shard ? targets : NONE.targets;
        }
        Target[] found = byShard[wanted];
        return found == null ? NONE.targets : found;
    }

    /// Whether a message of QoS 1 or 2 for them has to wait for the disk, or may have to: of a group, the member that
    /// gets it is not known yet.
    public boolean needsDisk() {
        for (Target target : targets) {
            if (needsDisk(target)) {
                return true;
            }
        }
        for (int i = 0; byShard != null && i < byShard.length; i++) {
            for (Target target : of(i)) {
                if (needsDisk(target)) {
                    return true;
                }
            }
        }
        for (SharedGroup group : groups) {
            for (Route member : group.members()) {
                if (needsDisk(member)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean needsDisk(Target target) {
        return target.qos() != QoS.AT_MOST_ONCE && target.receiver().needsDisk();
    }

    /// The groups of shared subscriptions that match; each gets the message once.
    public SharedGroup[] groups() {
        return groups;
    }

    MatchResult withGroups(SharedGroup[] others) {
        return new MatchResult(size, shard, targets, byShard, others);
    }
}
