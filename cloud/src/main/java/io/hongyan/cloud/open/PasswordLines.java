package io.hongyan.cloud.open;

import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.cloud.metadata.PasswordUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Users as lines of text: `name:hash`, the hash made by bcrypt (as `htpasswd -B` does).
public final class PasswordLines {
    private PasswordLines() {}

    /// @throws MetadataException naming the line that is wrong
    public static List<PasswordUser> read(List<String> lines) {
        Map<String, PasswordUser> users = new LinkedHashMap<>();
        Lines.read("password", lines, line -> {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw Lines.invalid("not of the form name:hash");
            }
            PasswordUser user = new PasswordUser(line.substring(0, colon), line.substring(colon + 1), null);
            if (users.putIfAbsent(user.name(), user) != null) {
                throw new MetadataException(Kind.EXISTS, "user " + user.name() + " is there twice");
            }
        });
        return List.copyOf(users.values());
    }
}
