package io.hongyan.cloud.custom;

import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.cloud.record.RowKey;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Clients that may not connect, whatever they show: one row each.
public final class Blacklist {
    private static final char KIND = 'B';
    private static final byte[] VALUE = {1};

    private final Rows rows;
    private final Changes changes;

    /// Instances that had no row when somebody looked, and got none since: their clients need not be looked up.
    private final ConcurrentHashMap<String, Boolean> empty = new ConcurrentHashMap<>();

    Blacklist(Rows rows, Changes changes) {
        this.rows = rows;
        this.changes = changes;
    }

    /// Lets a client in no more; its connection ends.
    ///
    /// @return whether it is new there
    public boolean add(String instance, String clientId) {
        byte[] key = RowKey.of(instance, KIND, clientId);
        return rows.locked(instance, () -> {
            boolean there = rows.get(key) != null;
            if (!there) {
                rows.write(new Change.Put(key, VALUE));
                empty.remove(instance);
                changes.tell(instance, IdentityType.CLIENT, clientId);
            }
            return !there;
        });
    }

    /// @return whether it was there
    public boolean remove(String instance, String clientId) {
        byte[] key = RowKey.of(instance, KIND, clientId);
        return rows.locked(instance, () -> {
            boolean there = rows.get(key) != null;
            if (there) {
                rows.write(new Change.Delete(key));
            }
            return there;
        });
    }

    public boolean contains(String instance, String clientId) {
        return rows.get(RowKey.of(instance, KIND, clientId)) != null;
    }

    /// Whether an instance can have rows here. Does not wait for the disk.
    public boolean mayHaveRows(String instance) {
        return !empty.containsKey(instance);
    }

    /// Looks whether an instance has rows, and remembers that it has none.
    public void look(String instance) {
        rows.locked(instance, () -> {
            boolean none = rows.all(RowKey.of(instance, KIND), 1).isEmpty();
            if (none) {
                empty.put(instance, true);
            }
            return none;
        });
    }

    /// @param clientId null for all
    public Page<String> page(String instance, @Nullable String clientId, @Nullable String next, int limit) {
        return rows.page(RowKey.of(instance, KIND), next, limit, row -> {
            String id = RowKey.names(row.key())[0];
            return clientId == null || clientId.equals(id) ? id : null;
        });
    }
}
