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
    private static final String FIRST = AdminConfig.ADMIN_KEY;

    private static final String SCHEME = "Bearer ";

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

    /// Takes the same time however many characters of the key are right.
    ///
    /// @param authorization `Bearer` in any case (RFC 9110, 11.1), spaces, and the key
    boolean isShown(String authorization) {
        boolean bearer = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String shown = bearer ? authorization.substring(SCHEME.length()).strip() : "";
        return MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "AdminHolder[" + name + ", " + role + ", ***]";
    }
}
