package io.hongyan.cloud.custom;

import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.cloud.record.Changes;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.cloud.record.RowKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Clients that may not connect, whatever they show: one row each.
public final class Blacklist {
    private static final char KIND = 'B';
    private static final byte[] VALUE = {1};

    private final Rows rows;
    private final Changes changes;

    /// Whether an instance has rows, where that is known: the clients of one without need not be looked up.
    private final ConcurrentHashMap<String, Boolean> filled = new ConcurrentHashMap<>();

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
                filled.put(instance, true);
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
                filled.remove(instance); // it may have been the last one
            }
            return there;
        });
    }

    /// Another service has changed rows.
    ///
    /// @param instance null for any
    void forget(@Nullable String instance) {
        if (instance == null) {
            Set.copyOf(filled.keySet()).forEach(this::forget);
        } else {
            // Not while it is looked: what was read may be old.
            rows.locked(instance, () -> filled.remove(instance));
        }
    }

    public boolean contains(String instance, String clientId) {
        return rows.get(RowKey.of(instance, KIND, clientId)) != null;
    }

    /// Whether an instance can have rows here. Does not wait for the disk.
    public boolean mayHaveRows(String instance) {
        return filled.getOrDefault(instance, true);
    }

    /// Looks whether an instance has rows, if that is not known.
    public void look(String instance) {
        if (!filled.containsKey(instance)) {
            rows.locked(instance, () -> {
                boolean some = !rows.all(RowKey.of(instance, KIND), 1).isEmpty();
                filled.put(instance, some);
                return some;
            });
        }
    }

    /// @param clientId null for all
    public Page<String> page(String instance, @Nullable String clientId, @Nullable String next, int limit) {
        return rows.page(RowKey.of(instance, KIND), next, limit, row -> {
            String id = RowKey.names(row.key())[0];
            return clientId == null || clientId.equals(id) ? id : null;
        });
    }
}
