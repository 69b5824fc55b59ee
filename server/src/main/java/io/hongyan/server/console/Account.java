package io.hongyan.server.console;

import io.hongyan.cloud.record.RowValue;
import io.hongyan.server.admin.AdminCaller;
import io.hongyan.server.config.AdminRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Somebody who logs in to the console with a password.
///
/// @param name 1 to 64 letters, digits and `.`, `-`, `_`, `@`
/// @param instances the ids of those that the account sees; empty = all
/// @param enabled whether it may log in
/// @param mustChange whether its password is one that the service made, and the first login has to change it
/// @param hash of the password, by bcrypt
/// @param lastLogin milliseconds since 1970; 0 = never
record Account(
        String name,
        AdminRole role,
        List<String> instances,
        boolean enabled,
        boolean mustChange,
        String hash,
        long lastLogin) {
    private static final int FORMAT = 1;

    Account {
        instances = List.copyOf(instances);
    }

    AdminCaller caller() {
        return new AdminCaller(name, role, Set.copyOf(instances));
    }

    Account with(AdminRole changedRole, List<String> changedInstances, boolean nowEnabled) {
        return new Account(name, changedRole, changedInstances, nowEnabled, mustChange, hash, lastLogin);
    }

    /// @param change whether it is one that the service made
    Account withPassword(String changedHash, boolean change) {
        return new Account(name, role, instances, enabled, change, changedHash, lastLogin);
    }

    Account loggedIn(long at) {
        return new Account(name, role, instances, enabled, mustChange, hash, at);
    }

    byte[] row() {
        return RowValue.write(FORMAT, out -> {
            out.writeUTF(role.word());
            out.writeShort(instances.size());
            for (String each : instances) {
                out.writeUTF(each);
            }
            out.writeBoolean(enabled);
            out.writeBoolean(mustChange);
            out.writeUTF(hash);
            out.writeLong(lastLogin);
        });
    }

    /// @throws IllegalStateException when the row cannot be read
    static Account of(String name, byte[] row) {
        return RowValue.read(row, FORMAT, in -> {
            AdminRole role = AdminRole.of(in.readUTF()).orElseThrow(() -> new IllegalArgumentException("no role"));
            List<String> instances = new ArrayList<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                instances.add(in.readUTF());
            }
            return new Account(name, role, instances, in.readBoolean(), in.readBoolean(), in.readUTF(), in.readLong());
        });
    }

    @Override
    public String toString() {
        return "Account[" + name + ", " + role + ", ***]";
    }
}
