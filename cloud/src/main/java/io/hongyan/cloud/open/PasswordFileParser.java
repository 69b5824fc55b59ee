package io.hongyan.cloud.open;

import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.cloud.metadata.PasswordUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads password files: a line `name:hash` for each user, with the bcrypt hashes that `htpasswd -B` makes.
public final class PasswordFileParser {
    private PasswordFileParser() {}

    /// @throws MetadataException naming the line that is wrong
    public static List<PasswordUser> read(List<String> lines) {
        Map<String, PasswordUser> users = new LinkedHashMap<>();
        LineParser.read("password", lines, line -> {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw LineParser.invalid("not of the form name:hash");
            }
            PasswordUser user = new PasswordUser(line.substring(0, colon), line.substring(colon + 1), null);
            if (users.putIfAbsent(user.name(), user) != null) {
                throw new MetadataException(Kind.EXISTS, "user " + user.name() + " is there twice");
            }
        });
        return List.copyOf(users.values());
    }
}
