package io.hongyan.cluster.owner;

import io.hongyan.cluster.agree.Entry;
import org.jspecify.annotations.Nullable;

/// Who owns which virtual shard at one moment, as far as this node has heard. Never changes. It may be old: whoever is
/// asked in vain says so.
public final class OwnerTable {
    private final @Nullable Owner[] owners;

    OwnerTable(@Nullable Entry[] shards) {
        owners = new Owner[shards.length];
        for (int vshard = 0; vshard < shards.length; vshard++) {
            Entry entry = shards[vshard];
            owners[vshard] = entry == null ? null : new Owner(entry.text(), entry.created());
        }
    }

    private OwnerTable(@Nullable Owner[] owners) {
        this.owners = owners;
    }

    /// The same, with other owners of some.
    OwnerTable with(Iterable<Integer> changed, @Nullable Entry[] shards) {
        @Nullable Owner[] copy = owners.clone();
        for (int vshard : changed) {
            Entry entry = shards[vshard];
            copy[vshard] = entry == null ? null : new Owner(entry.text(), entry.created());
        }
        return new OwnerTable(copy);
    }

    /// The owner, or null while there is none.
    ///
    /// @param vshard 0 to the number of virtual shards - 1
    public @Nullable Owner owner(int vshard) {
        return owners[vshard];
    }

    /// How many virtual shards there are.
    public int vshards() {
        return owners.length;
    }

    /// How many of them that node owns.
    public int count(String node) {
        int count = 0;
        for (Owner owner : owners) {
            if (owner != null && owner.node().equals(node)) {
                count++;
            }
        }
        return count;
    }
}
