package io.hongyan.cloud.open;

import io.hongyan.cloud.metadata.AclRule;
import io.hongyan.cloud.metadata.AclRule.Action;
import io.hongyan.cloud.metadata.AclRule.Effect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads access control lists in the format of Mosquitto:
///
/// - `user NAME`: the following `topic` lines are for that user;
/// - `topic [read|write|readwrite|deny] FILTER`: a rule, `readwrite` by default; before the first `user` line it is for
///   clients without user name. Before a filter with a space the access must stand, or a mistyped `deny` would grant;
/// - `pattern [read|write|readwrite|deny] FILTER`: a rule for all clients, in which `%c` stands for the client id and
///   `%u` for the user name.
public final class AclParser {
    private final List<AclRule> rules = new ArrayList<>();
    private String user = "";

    private AclParser() {}

    /// @throws LinesException naming each wrong line
    public static List<AclRule> read(List<String> lines) {
        AclParser parser = new AclParser();
        LineParser.read(lines, parser::line);
        return List.copyOf(parser.rules);
    }

    private void line(String line) {
        String[] words = line.split("\\s+", 2);
        String rest = words.length == 2 ? words[1] : "";
        switch (words[0]) {
            case "user" -> {
                if (rest.isEmpty()) {
                    throw LineParser.invalid("user needs a name; write: user NAME");
                }
                user = rest;
            }
            case "topic" -> {
                AclRule rule = rule(words[0], user, rest);
                if (rule.pattern().contains("%c") || rule.pattern().contains("%u")) {
                    throw LineParser.invalid(
                            "%c and %u stand in pattern lines, not in topic lines; write: pattern " + rest);
                }
                rules.add(rule);
            }
            case "pattern" -> rules.add(rule(words[0], null, rest));
            default ->
                throw LineParser.invalid(
                        words[0].contains(":") // what stands behind it may be a hash, which nobody shall read
                                ? "a line of a file of users is no rule; is the file of passwords named in place of"
                                        + " that of rights?"
                                : "a line begins with user, topic or pattern, not with " + words[0]
                                        + "; a comment with #");
        }
    }

    private static AclRule rule(String kind, @Nullable String user, String text) {
        if (text.isBlank()) {
            throw LineParser.invalid(kind + " needs a filter; write: " + kind + " [read|write|readwrite|deny] FILTER");
        }
        String[] words = text.split("\\s+", 2);
        if (words.length < 2) {
            return new AclRule(Effect.ALLOW, Action.BOTH, user, text);
        }
        String filter = words[1];
        return switch (words[0]) {
            case "read" -> new AclRule(Effect.ALLOW, Action.SUBSCRIBE, user, filter);
            case "write" -> new AclRule(Effect.ALLOW, Action.PUBLISH, user, filter);
            case "readwrite" -> new AclRule(Effect.ALLOW, Action.BOTH, user, filter);
            case "deny" -> new AclRule(Effect.DENY, Action.BOTH, user, filter);
            default ->
                throw LineParser.invalid("access is read, write, readwrite or deny, not " + words[0]
                        + "; a filter with a space needs one of them before it");
        };
    }
}
