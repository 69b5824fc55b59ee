package io.hongyan.cloud.open;

import io.hongyan.cloud.metadata.AclRule;
import io.hongyan.cloud.metadata.AclRule.Action;
import io.hongyan.cloud.metadata.AclRule.Effect;
import io.hongyan.cloud.topic.FilterCoverage;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The access control list of one instance, indexed by user. Without any rule everything is allowed. Otherwise only
/// what a rule allows and none denies is allowed.
///
/// A subscription is allowed when a rule covers all topics of its filter and no denial overlaps with it, because
/// deliveries are checked again only after a message has waited.
public final class Acl {
    private final boolean empty;
    private final List<CompiledRule> forAll = new ArrayList<>();
    private final Map<String, List<CompiledRule>> byUser = new HashMap<>();

    public Acl(List<AclRule> rules) {
        empty = rules.isEmpty();
        for (AclRule rule : rules) {
            CompiledRule compiled = new CompiledRule(rule);
            String user = rule.user();
            (user == null ? forAll : byUser.computeIfAbsent(user, _ -> new ArrayList<>())).add(compiled);
        }
    }

    /// @param user empty for an anonymous client
    public boolean mayPublish(String user, String clientId, Topic topic) {
        return mayUse(user, clientId, topic, Action::publishes);
    }

    /// @param user empty for an anonymous client
    public boolean mayReceive(String user, String clientId, Topic topic) {
        return mayUse(user, clientId, topic, Action::subscribes);
    }

    private boolean mayUse(String user, String clientId, Topic topic, Predicate<Action> concerned) {
        if (empty) {
            return true;
        }
        boolean allowed = false;
        for (List<CompiledRule> rules : rulesFor(user)) {
            for (CompiledRule compiled : rules) {
                TopicFilter filter = concerned.test(compiled.rule.action()) ? compiled.filter(user, clientId) : null;
                if (filter != null && filter.matches(topic)) {
                    if (compiled.denies()) {
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
        for (List<CompiledRule> rules : rulesFor(user)) {
            for (CompiledRule compiled : rules) {
                TopicFilter filter = compiled.rule.action().subscribes() ? compiled.filter(user, clientId) : null;
                if (filter == null) {
                    continue;
                }
                if (compiled.denies() && FilterCoverage.overlap(filter, wish)) {
                    return false;
                }
                allowed |= !compiled.denies() && FilterCoverage.covers(filter, wish);
            }
        }
        return allowed;
    }

    private List<List<CompiledRule>> rulesFor(String user) {
        List<CompiledRule> own = byUser.get(user);
        return own == null ? List.of(forAll) : List.of(forAll, own);
    }

    /// One rule. Its filter is parsed once when it contains no placeholder.
    private static final class CompiledRule {
        private final AclRule rule;
        private final @Nullable TopicFilter fixed;

        CompiledRule(AclRule rule) {
            this.rule = rule;
            boolean placeholder =
                    rule.pattern().contains("%c") || rule.pattern().contains("%u");
            this.fixed = placeholder ? null : TopicFilter.parse(rule.pattern());
        }

        boolean denies() {
            return rule.effect() == Effect.DENY;
        }

        /// The filter for a client. Null for a rule that allows something to a name that would change the meaning of
        /// the filter, such as one with a wildcard.
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
                    filled = "+"; // a denial may match too much, but never too little
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
