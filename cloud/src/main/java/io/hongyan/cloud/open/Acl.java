package io.hongyan.cloud.open;

import io.hongyan.cloud.metadata.AclRule;
import io.hongyan.cloud.metadata.AclRule.Effect;
import io.hongyan.cloud.topic.Coverage;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The rights of one instance, sorted by user. Without any rule everything is allowed; with one, only what is allowed
/// and not denied.
///
/// A subscription needs a rule that allows all that its filter matches, and is refused when a denial concerns any of
/// it: what is delivered is not asked about again.
public final class Acl {
    private final boolean empty;
    private final List<Right> everybody = new ArrayList<>();
    private final Map<String, List<Right>> special = new HashMap<>();

    public Acl(List<AclRule> rules) {
        empty = rules.isEmpty();
        for (AclRule rule : rules) {
            Right right = new Right(rule);
            String user = rule.user();
            (user == null ? everybody : special.computeIfAbsent(user, _ -> new ArrayList<>())).add(right);
        }
    }

    /// @param user empty for an anonymous client
    public boolean mayPublish(String user, String clientId, Topic topic) {
        if (empty) {
            return true;
        }
        boolean allowed = false;
        for (List<Right> rights : concerning(user)) {
            for (Right right : rights) {
                TopicFilter filter = right.rule.action().publishes() ? right.filter(user, clientId) : null;
                if (filter != null && filter.matches(topic)) {
                    if (right.denies()) {
                        return false;
                    }
                    allowed = true;
                }
            }
        }
        return allowed;
    }

    /// @param user empty for an anonymous client
    public boolean maySubscribe(String user, String clientId, TopicFilter wish) {
        if (empty) {
            return true;
        }
        boolean allowed = false;
        for (List<Right> rights : concerning(user)) {
            for (Right right : rights) {
                TopicFilter filter = right.rule.action().subscribes() ? right.filter(user, clientId) : null;
                if (filter == null) {
                    continue;
                }
                if (right.denies() && Coverage.overlap(filter, wish)) {
                    return false;
                }
                allowed |= !right.denies() && Coverage.covers(filter, wish);
            }
        }
        return allowed;
    }

    private List<List<Right>> concerning(String user) {
        List<Right> own = special.get(user);
        return own == null ? List.of(everybody) : List.of(everybody, own);
    }

    /// One rule, its filter parsed where it is the same for all.
    private static final class Right {
        private final AclRule rule;
        private final @Nullable TopicFilter fixed;

        Right(AclRule rule) {
            this.rule = rule;
            boolean open = rule.pattern().contains("%c") || rule.pattern().contains("%u");
            this.fixed = open ? null : TopicFilter.parse(rule.pattern());
        }

        boolean denies() {
            return rule.effect() == Effect.DENY;
        }

        /// The filter for that client. Null when it has none: a name that would change the meaning of a filter gets
        /// nothing allowed by it.
        @Nullable
        TopicFilter filter(String user, String clientId) {
            if (fixed != null) {
                return fixed;
            }
            StringJoiner text = new StringJoiner("/");
            for (String level : rule.pattern().split("/", -1)) {
                String filled = filled(level, user, clientId);
                if (filled == null) {
                    if (!denies()) {
                        return null;
                    }
                    filled = "+"; // a denial may be too wide, never too narrow
                }
                text.add(filled);
            }
            return TopicFilter.parse(text.toString());
        }

        private static @Nullable String filled(String level, String user, String clientId) {
            StringBuilder text = new StringBuilder();
            int at = 0;
            while (at < level.length()) {
                String value = level.startsWith("%c", at) ? clientId : level.startsWith("%u", at) ? user : null;
                if (value == null) {
                    text.append(level.charAt(at));
                    at++;
                } else if (isSafe(value)) {
                    text.append(value);
                    at += 2;
                } else {
                    return null;
                }
            }
            return text.toString();
        }

        private static boolean isSafe(String name) {
            return !name.isEmpty()
                    && name.charAt(0) != '$'
                    && name.indexOf('/') < 0
                    && name.indexOf('+') < 0
                    && name.indexOf('#') < 0;
        }
    }
}
