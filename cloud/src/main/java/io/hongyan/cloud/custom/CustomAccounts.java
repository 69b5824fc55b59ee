package io.hongyan.cloud.custom;

import io.hongyan.auth.Hmac;
import io.hongyan.auth.Signature;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.broker.store.RecordTable.Row;
import io.hongyan.cloud.record.Changes;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.cloud.record.RowKey;
import io.hongyan.cloud.record.RowValue;
import io.hongyan.cloud.secret.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The identities of custom authentication, one row each.
public final class CustomAccounts {
    private static final char KIND = 'I';
    private static final int FORMAT = 1;

    private final Rows rows;
    private final SecretBox secrets;
    private final Changes changes;

    CustomAccounts(Rows rows, SecretBox secrets, Changes changes) {
        this.rows = rows;
        this.secrets = secrets;
        this.changes = changes;
    }

    /// Adds an identity.
    ///
    /// @return whether it is new; one that is there stays as it is
    public boolean add(String instance, CustomAccount account) {
        return put(instance, account, false);
    }

    /// Changes secret and mode of an identity. Clients that are connected stay.
    ///
    /// @return whether there is one
    public boolean update(String instance, CustomAccount account) {
        return put(instance, account, true);
    }

    private boolean put(String instance, CustomAccount account, boolean mustExist) {
        byte[] key = key(instance, account.type(), account.username(), account.clientId());
        return rows.locked(account.username(), () -> {
            boolean fits = (rows.get(key) != null) == mustExist;
            if (fits) {
                write(instance, account, key);
            }
            return fits;
        });
    }

    private void write(String instance, CustomAccount account, byte[] key) {
        rows.write(new Change.Put(key, RowValue.write(FORMAT, out -> {
            out.writeUTF(account.mode().name());
            RowValue.bytes(out, secrets.seal(account.secret(), key));
        })));
        changes.tell(instance, account.type(), account.name());
    }

    /// Changes secret or mode of an identity, from what they are. Clients that are connected stay.
    ///
    /// @param edit keeps the names as they are
    /// @return what it is now; null when there is none
    public @Nullable CustomAccount change(
            String instance, IdentityType type, String username, String clientId, UnaryOperator<CustomAccount> edit) {
        byte[] key = key(instance, type, username, clientId);
        return rows.<@Nullable CustomAccount>locked(username, () -> {
            CustomAccount before = read(key);
            if (before == null) {
                return null;
            }
            CustomAccount after = edit.apply(before);
            write(instance, after, key);
            return after;
        });
    }

    /// Deletes an identity. Clients that logged in as it are disconnected.
    ///
    /// @param clientId empty for [IdentityType#USER]
    /// @return whether there was one
    public boolean delete(String instance, IdentityType type, String username, String clientId) {
        byte[] key = key(instance, type, username, clientId);
        return rows.locked(username, () -> {
            boolean there = rows.get(key) != null;
            if (there) {
                rows.write(new Change.Delete(key));
                changes.tell(instance, type, type == IdentityType.USER ? username : clientId);
            }
            return there;
        });
    }

    /// The identity that a client may log in as: one of its user name and client id, else one of its user name.
    public @Nullable CustomAccount find(String instance, String username, String clientId) {
        CustomAccount own = read(key(instance, IdentityType.CLIENT, username, clientId));
        return own == null ? user(instance, username) : own;
    }

    /// The identity of a user name, whatever the client id is.
    public @Nullable CustomAccount user(String instance, String username) {
        return read(key(instance, IdentityType.USER, username, ""));
    }

    /// @param type null for both
    /// @param username null for all
    /// @param clientId null for all
    public Page<CustomAccount> page(
            String instance,
            @Nullable IdentityType type,
            @Nullable String username,
            @Nullable String clientId,
            @Nullable String next,
            int limit) {
        return rows.page(RowKey.of(instance, KIND), next, limit, row -> {
            CustomAccount account = read(row);
            return (type == null || account.type() == type)
                            && (username == null || account.username().equals(username))
                            && (clientId == null || account.clientId().equals(clientId))
                    ? account
                    : null;
        });
    }

    /// Identities whose user names begin with a text, those of type [IdentityType#CLIENT] first.
    ///
    /// @param type null for both
    /// @param prefix empty for all
    public Page<CustomAccount> search(
            String instance, @Nullable IdentityType type, String prefix, @Nullable String next, int limit) {
        return rows.page(Rows.prefixes(instance, KIND, type, prefix), next, limit, this::read);
    }

    /// Whether a password is what the identity's client shows. Takes the same time for each wrong one.
    public static boolean matches(CustomAccount account, String clientId, byte[] password) {
        return switch (account.mode()) {
            case ORIGIN -> MessageDigest.isEqual(account.secret().getBytes(StandardCharsets.UTF_8), password);
            case SIGNED -> Signature.matches(Hmac.sha1Key(account.secret()), clientId, password);
        };
    }

    private static byte[] key(String instance, IdentityType type, String username, String clientId) {
        return RowKey.of(instance, KIND, type.name(), username, clientId);
    }

    private @Nullable CustomAccount read(byte[] key) {
        byte[] value = rows.get(key);
        return value == null ? null : read(new Row(key, value));
    }

    private CustomAccount read(Row row) {
        String[] names = RowKey.names(row.key());
        return RowValue.read(
                row.value(),
                FORMAT,
                in -> new CustomAccount(
                        IdentityType.valueOf(names[0]),
                        names[1],
                        names[2],
                        SignMode.valueOf(in.readUTF()),
                        secrets.open(RowValue.bytes(in), row.key())));
    }
}
