package io.hongyan.server.admin;

import io.hongyan.server.config.AdminConfig;
import io.hongyan.server.config.AdminRole;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// Somebody who has a key of the administration.
///
/// @param name for the audit log
public record AdminHolder(String name, AdminRole role, String key) {
    /// The name of whoever has the key of the data folder.
    private static final String FIRST = "admin.key";

    /// All holders.
    ///
    /// @param key the key of the data folder, or the configured one
    public static List<AdminHolder> of(AdminConfig config, String key) {
        List<AdminHolder> holders = new ArrayList<>();
        holders.add(new AdminHolder(FIRST, AdminRole.ADMINISTRATOR, key));
        config.keys()
                .forEach((name, each) -> holders.add(
                        new AdminHolder(name, each.role(), each.key().value())));
        return holders;
    }

    /// Takes the same time however many characters are right.
    boolean isShown(String authorization) {
        return MessageDigest.isEqual(
                ("Bearer " + key).getBytes(StandardCharsets.UTF_8), authorization.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "AdminHolder[" + name + ", " + role + ", ***]";
    }
}
