package io.hongyan.cloud.open;

import io.hongyan.cloud.metadata.AclRule;
import io.hongyan.cloud.metadata.AclRule.Action;
import io.hongyan.cloud.metadata.AclRule.Effect;
import io.hongyan.cloud.metadata.MetadataException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rights as lines of text, in the form that Mosquitto reads:
///
/// - `user NAME`: the `topic` lines that follow are about that user;
/// - `topic [read|write|readwrite|deny] FILTER`: a right, both when no word is given; before the first `user` line it
///   is one of clients without user name;
/// - `pattern [read|write|readwrite|deny] FILTER`: a right of everybody, in which `%c` stands for the client id and
///   `%u` for the user's name.
public final class AclLines {
    private final List<AclRule> rules = new ArrayList<>();
    private String user = "";

    private AclLines() {}

    /// @throws MetadataException naming the line that is wrong
    public static List<AclRule> read(List<String> lines) {
        AclLines reading = new AclLines();
        Lines.read("ACL", lines, reading::line);
        return List.copyOf(reading.rules);
    }

    private void line(String line) {
        String[] words = line.split("\\s+", 2);
        String rest = words.length == 2 ? words[1] : "";
        switch (words[0]) {
            case "user" -> {
                if (rest.isEmpty()) {
                    throw Lines.invalid("user needs a name");
                }
                user = rest;
            }
            case "topic" -> {
                AclRule rule = rule(user, rest);
                if (rule.pattern().contains("%c") || rule.pattern().contains("%u")) {
                    throw Lines.invalid("%c and %u stand in pattern lines, not in topic lines");
                }
                rules.add(rule);
            }
            case "pattern" -> rules.add(rule(null, rest));
            default -> throw Lines.invalid("begins with user, topic or pattern, not with " + words[0]);
        }
    }

    private static AclRule rule(@Nullable String user, String text) {
        String[] words = text.split("\\s+", 2);
        if (words.length == 2) {
            switch (words[0]) {
                case "read" -> {
                    return new AclRule(Effect.ALLOW, Action.SUBSCRIBE, user, words[1]);
                }
                case "write" -> {
                    return new AclRule(Effect.ALLOW, Action.PUBLISH, user, words[1]);
                }
                case "readwrite" -> {
                    return new AclRule(Effect.ALLOW, Action.BOTH, user, words[1]);
                }
                case "deny" -> {
                    return new AclRule(Effect.DENY, Action.BOTH, user, words[1]);
                }
                default -> {}
            }
        }
        return new AclRule(Effect.ALLOW, Action.BOTH, user, text);
    }
}
