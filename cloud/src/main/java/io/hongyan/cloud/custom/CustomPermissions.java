package io.hongyan.cloud.custom;

import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.broker.store.RecordTable.Row;
import io.hongyan.cloud.record.Changes;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.cloud.record.RowKey;
import io.hongyan.cloud.record.RowValue;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The permissions of custom authentication, one row for each identity and topic.
public final class CustomPermissions {
    /// So many one user name or client id has at most: a login reads all of them.
    public static final int MOST = 1000;

    private static final char KIND = 'P';
    private static final int FORMAT = 1;

    private final Rows rows;
    private final Changes changes;

    CustomPermissions(Rows rows, Changes changes) {
        this.rows = rows;
        this.changes = changes;
    }

    /// What became of a permission.
    public enum Outcome {
        DONE,
        EXISTS,
        MISSING,
        /// Its identity has as many as it can have.
        FULL
    }

    public Outcome add(String instance, CustomPermission permission) {
        return put(instance, permission, false);
    }

    /// Replaces the permission of the same identity and topic.
    public Outcome update(String instance, CustomPermission permission) {
        return put(instance, permission, true);
    }

    private Outcome put(String instance, CustomPermission permission, boolean mustExist) {
        byte[] key = key(
                instance,
                permission.type(),
                permission.identity(),
                permission.topic().text());
        return rows.locked(permission.identity(), () -> {
            boolean there = rows.get(key) != null;
            if (there != mustExist) {
                return there ? Outcome.EXISTS : Outcome.MISSING;
            }
            if (!there && of(instance, permission.type(), permission.identity()).size() >= MOST) {
                return Outcome.FULL;
            }
            rows.write(new Change.Put(key, RowValue.write(FORMAT, out -> {
                out.writeUTF(permission.action().name());
                out.writeBoolean(permission.allows());
            })));
            changes.tell(instance, permission.type(), permission.identity());
            return Outcome.DONE;
        });
    }

    /// @return whether there was one
    public boolean delete(String instance, IdentityType type, String identity, String topic) {
        byte[] key = key(instance, type, identity, topic);
        return rows.locked(identity, () -> {
            boolean there = rows.get(key) != null;
            if (there) {
                rows.write(new Change.Delete(key));
                changes.tell(instance, type, identity);
            }
            return there;
        });
    }

    /// The permissions of one client.
    public Permissions of(String instance, String username, String clientId) {
        List<CustomPermission> all = new ArrayList<>(of(instance, IdentityType.USER, username));
        all.addAll(of(instance, IdentityType.CLIENT, clientId));
        return new Permissions(all);
    }

    /// Those of a user name alone.
    public Permissions ofUser(String instance, String username) {
        return new Permissions(of(instance, IdentityType.USER, username));
    }

    private List<CustomPermission> of(String instance, IdentityType type, String identity) {
        return rows.all(RowKey.within(instance, KIND, type.name(), identity), MOST).stream()
                .map(CustomPermissions::read)
                .toList();
    }

    /// @param type null for both
    /// @param identity null for all
    /// @param topic null for all
    public Page<CustomPermission> page(
            String instance,
            @Nullable IdentityType type,
            @Nullable String identity,
            @Nullable String topic,
            @Nullable String next,
            int limit) {
        return rows.page(RowKey.of(instance, KIND), next, limit, row -> {
            CustomPermission permission = read(row);
            return (type == null || permission.type() == type)
                            && (identity == null || permission.identity().equals(identity))
                            && (topic == null || permission.topic().text().equals(topic))
                    ? permission
                    : null;
        });
    }

    /// Permissions whose identities begin with a text, those of type [IdentityType#CLIENT] first.
    ///
    /// @param type null for both
    /// @param prefix empty for all
    public Page<CustomPermission> search(
            String instance, @Nullable IdentityType type, String prefix, @Nullable String next, int limit) {
        return rows.page(Rows.prefixes(instance, KIND, type, prefix), next, limit, CustomPermissions::read);
    }

    /// Those of one identity alone, which has at most [#MOST].
    public Page<CustomPermission> of(
            String instance, IdentityType type, String identity, @Nullable String next, int limit) {
        return rows.page(RowKey.within(instance, KIND, type.name(), identity), next, limit, CustomPermissions::read);
    }

    private static byte[] key(String instance, IdentityType type, String identity, String topic) {
        return RowKey.of(instance, KIND, type.name(), identity, topic);
    }

    private static CustomPermission read(Row row) {
        String[] names = RowKey.names(row.key());
        return RowValue.read(
                row.value(),
                FORMAT,
                in -> new CustomPermission(
                        IdentityType.valueOf(names[0]),
                        names[1],
                        TopicFilter.parse(names[2]),
                        PermitAction.valueOf(in.readUTF()),
                        in.readBoolean()));
    }
}
