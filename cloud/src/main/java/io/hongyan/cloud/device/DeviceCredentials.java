package io.hongyan.cloud.device;

import io.hongyan.auth.Hmac;
import io.hongyan.auth.Signature;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.FirstStart;
import io.hongyan.cloud.record.ChangeListener;
import io.hongyan.cloud.record.Changes;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.record.RecordKind;
import io.hongyan.cloud.record.RowKey;
import io.hongyan.cloud.record.RowName;
import io.hongyan.cloud.record.RowValue;
import io.hongyan.cloud.record.StripedCounts;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.cloud.topic.GroupIds;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The credentials of devices, one row to a device. Reads and waits for the disk: any thread that may block.
public final class DeviceCredentials {
    private static final char ROW = 'D';
    private static final char COUNT = 'd';
    private static final int FORMAT = 1;
    private static final String PREFIX = "DC.";

    private final RecordTable table;
    private final StripedCounts counts;
    private final SecretBox secrets;
    private final Clock clock;
    private final RandomGenerator random;
    private final Changes changes;

    /// Those of a service that shares its store with nobody.
    ///
    /// @param random must be unpredictable
    public DeviceCredentials(RecordTable table, SecretBox secrets, Clock clock, RandomGenerator random) {
        this(table, RecordChanges.NONE, secrets, clock, random);
    }

    /// @param shared tells other services of changes, and hears of theirs
    /// @param random must be unpredictable
    public DeviceCredentials(
            RecordTable table, RecordChanges shared, SecretBox secrets, Clock clock, RandomGenerator random) {
        this.changes = new Changes(shared, RecordKind.DEVICE, _ -> {});
        this.table = table;
        this.counts = new StripedCounts(table, COUNT);
        this.secrets = secrets;
        this.clock = clock;
        this.random = random;
    }

    /// Is told of each credential that is replaced or deleted.
    ///
    /// @param everything called when other services may have changed anything
    public void listen(ChangeListener listener, Runnable everything) {
        changes.listen(listener, everything);
    }

    /// Another number after each change.
    public long version() {
        return changes.version();
    }

    /// A credential without its secret.
    ///
    /// @param createdAt milliseconds since 1970, as is the next
    public record Shown(String clientId, String accessKeyId, long createdAt, long updatedAt) {}

    /// One page of client ids.
    ///
    /// @param next the last of them when there are more, else null
    public record Page(List<String> clientIds, @Nullable String next) {}

    /// Makes the credential of a device. One that it had is valid no more.
    public DeviceCredential register(String instance, String clientId) {
        return Objects.requireNonNull(put(instance, clientId, present -> made(instance, clientId, present)));
    }

    /// Makes the credential of a device that has none.
    ///
    /// @return empty when it has one, which stays
    public Optional<DeviceCredential> create(String instance, String clientId) {
        return Optional.ofNullable(
                put(instance, clientId, present -> present == null ? made(instance, clientId, null) : null));
    }

    /// Replaces the credential of a device.
    ///
    /// @return empty when it has none
    public Optional<DeviceCredential> refresh(String instance, String clientId) {
        return Optional.ofNullable(
                put(instance, clientId, present -> present == null ? null : made(instance, clientId, present)));
    }

    private @Nullable DeviceCredential put(
            String instance, String clientId, UnaryOperator<@Nullable DeviceCredential> change) {
        RowName.checked("clientId", clientId, RowName.LONGEST_CLIENT);
        byte[] key = key(instance, clientId);
        return counts.<@Nullable DeviceCredential>locked(clientId, () -> {
            DeviceCredential present = read(instance, clientId, key);
            DeviceCredential next = change.apply(present);
            if (next != null) {
                Change row = new Change.Put(key, value(next, key));
                table.write(
                                present == null
                                        ? List.of(row, counts.add(instance, group(clientId), clientId, 1))
                                        : List.of(row))
                        .join();
                changes.tell(instance, IdentityType.CLIENT, clientId);
            }
            return next;
        });
    }

    /// Deletes the credential of a device.
    ///
    /// @return whether it had one
    public boolean unregister(String instance, String clientId) {
        byte[] key = key(instance, clientId);
        return counts.locked(clientId, () -> {
            if (table.get(key) == null) {
                return false;
            }
            table.write(List.of(new Change.Delete(key), counts.add(instance, group(clientId), clientId, -1)))
                    .join();
            changes.tell(instance, IdentityType.CLIENT, clientId);
            return true;
        });
    }

    public Optional<DeviceCredential> find(String instance, String clientId) {
        return Optional.ofNullable(read(instance, clientId, key(instance, clientId)));
    }

    /// The client ids of a group that have a credential, in ascending order.
    ///
    /// @param after only those above this one; empty for all
    /// @param limit 1 to 1000
    public Page list(String instance, String group, String after, int limit) {
        byte[] from = after.isEmpty() ? null : key(instance, after);
        List<String> ids = table.scan(key(instance, group + GroupIds.SEPARATOR), from, limit + 1).stream()
                .map(row -> RowKey.names(row.key())[0])
                .toList();
        return ids.size() > limit ? new Page(ids.subList(0, limit), ids.get(limit - 1)) : new Page(ids, null);
    }

    /// The credentials of clients whose ids begin with a text, by rising id, without their secrets.
    ///
    /// @param prefix empty for all
    /// @param after only those above this one, which begins with the prefix; empty for all
    /// @param limit 1 to 10,000
    public List<Shown> search(String instance, String prefix, String after, int limit) {
        byte[] from = after.isEmpty() ? null : key(instance, after);
        return table.scan(key(instance, prefix), from, limit).stream()
                .map(DeviceCredentials::shown)
                .toList();
    }

    private static Shown shown(RecordTable.Row row) {
        return RowValue.read(row.value(), FORMAT, in -> {
            String accessKeyId = in.readUTF();
            RowValue.bytes(in);
            return new Shown(RowKey.names(row.key())[0], accessKeyId, in.readLong(), in.readLong());
        });
    }

    /// How many clients of a group have a credential.
    public long count(String instance, String group) {
        return counts.sum(instance, group);
    }

    /// Whether a password is the client id, signed with the secret of that device's present credential.
    ///
    /// @param accessKeyId of the user name
    /// @param password as received
    public boolean matches(String instance, String clientId, String accessKeyId, byte[] password) {
        DeviceCredential present = read(instance, clientId, key(instance, clientId));
        // A device without a credential takes as long as a wrong password.
        String secret = present == null ? PREFIX : present.secret();
        boolean signed = Signature.matches(Hmac.sha1Key(secret), clientId, password);
        return signed && present != null && present.accessKeyId().equals(accessKeyId);
    }

    private DeviceCredential made(String instance, String clientId, @Nullable DeviceCredential before) {
        long now = clock.wallMillis();
        AccessKey key = FirstStart.newAccessKey(random);
        return new DeviceCredential(
                instance,
                clientId,
                PREFIX + key.id(),
                PREFIX + key.secret(),
                before == null ? now : before.createdAt(),
                now);
    }

    private @Nullable DeviceCredential read(String instance, String clientId, byte[] key) {
        byte[] value = table.get(key);
        return value == null
                ? null
                : RowValue.read(
                        value,
                        FORMAT,
                        in -> new DeviceCredential(
                                instance,
                                clientId,
                                in.readUTF(),
                                secrets.open(RowValue.bytes(in), key),
                                in.readLong(),
                                in.readLong()));
    }

    private byte[] value(DeviceCredential credential, byte[] key) {
        return RowValue.write(FORMAT, out -> {
            out.writeUTF(credential.accessKeyId());
            RowValue.bytes(out, secrets.seal(credential.secret(), key));
            out.writeLong(credential.createdAt());
            out.writeLong(credential.updatedAt());
        });
    }

    private static byte[] key(String instance, String clientId) {
        return RowKey.of(instance, ROW, clientId);
    }

    private static String group(String clientId) {
        return Objects.requireNonNullElse(GroupIds.of(clientId), "");
    }
}
