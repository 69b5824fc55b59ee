package io.hongyan.cloud.open;

import io.hongyan.auth.ScramSecret;
import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.cloud.metadata.PasswordUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads password files: a line `name:hash` for each user, with a bcrypt hash as `htpasswd -B` makes
/// it, or a `$7$` hash as `mosquitto_passwd` does; or
/// `name:hash:SCRAM-SHA-256$...` for one that may log in by SCRAM, too.
public final class PasswordFileParser {
    private PasswordFileParser() {}

    /// @throws LinesException naming each wrong line
    public static List<PasswordUser> read(List<String> lines) {
        Map<String, PasswordUser> users = new LinkedHashMap<>();
        LineParser.read(lines, line -> {
            int colon = line.indexOf(':');
            if (colon < 0) {
                boolean rights = line.matches("(user|topic|pattern)\\s.*");
                throw LineParser.invalid(
                        rights
                                ? "a line of a file of rights is no user; is the file of rights named in place of that"
                                        + " of passwords?"
                                : "not of the form name:hash; hongyan user hash NAME makes such a line");
            }
            String rest = line.substring(colon + 1);
            int second = rest.indexOf(':');
            PasswordUser user = new PasswordUser(
                    line.substring(0, colon),
                    second < 0 ? rest : rest.substring(0, second),
                    second < 0 ? null : scram(rest.substring(second + 1)));
            if (users.putIfAbsent(user.name(), user) != null) {
                throw new MetadataException(
                        Kind.EXISTS, "user " + user.name() + " is there twice; remove one of the lines");
            }
        });
        return List.copyOf(users.values());
    }

    private static ScramSecret scram(String text) {
        try {
            return ScramSecret.parse(text);
        } catch (IllegalArgumentException e) {
            throw LineParser.invalid(String.valueOf(e.getMessage()));
        }
    }
}
