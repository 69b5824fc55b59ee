package io.hongyan.cloud.metadata;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One statement about what an AccessKey may do, in the terms of the cloud service's policies. In all patterns `*`
/// stands for any characters.
///
/// @param actions patterns of actions, such as [#PUBLISH], [#SUBSCRIBE], `mq:SendMessage` or `mq:Query*`; at least one
/// @param instances patterns of instance ids; empty = all
/// @param topics patterns of parent topics; empty = all
/// @param groups patterns of Group IDs; empty = all
public record AccessRight(
        Effect effect, List<String> actions, List<String> instances, List<String> topics, List<String> groups) {
    /// A client publishes.
    public static final String PUBLISH = "mq:PUB";

    /// A client subscribes and receives.
    public static final String SUBSCRIBE = "mq:SUB";

    /// The names that [#named] knows.
    public static final List<String> NAMES = List.of("full", "publish-only", "subscribe-only", "read-only");

    /// They only look, and show what lets a device in.
    private static final List<String> WITH_SECRETS = List.of("mq:GetDeviceCredential", "mq:QueryCustomAuthIdentity");

    private static final int MOST_PATTERNS = 100;
    private static final Pattern ACTION = Pattern.compile("mq:[A-Za-z0-9*]{1,64}");
    private static final Pattern RESOURCE = Pattern.compile("[A-Za-z0-9_.*-]{1,128}");

    /// Whether a statement allows or denies. A denial counts more than anything that allows.
    public enum Effect {
        ALLOW,
        DENY
    }

    public AccessRight {
        actions = List.copyOf(actions);
        instances = List.copyOf(instances);
        topics = List.copyOf(topics);
        groups = List.copyOf(groups);
        if (actions.isEmpty()) {
            throw new IllegalArgumentException("a right names at least one action, such as " + PUBLISH + " or mq:*");
        }
        check("an action", ACTION, "mq: with letters, digits and *", actions);
        check("an instance", RESOURCE, "letters, digits, -, _, . and *", instances);
        check("a topic", RESOURCE, "letters, digits, -, _, . and *", topics);
        check("a group", RESOURCE, "letters, digits, -, _, . and *", groups);
    }

    private static void check(String what, Pattern form, String characters, List<String> patterns) {
        if (patterns.size() > MOST_PATTERNS) {
            throw new IllegalArgumentException(
                    "a right has at most " + MOST_PATTERNS + " patterns of one kind, not " + patterns.size());
        }
        for (String pattern : patterns) {
            if (!form.matcher(pattern).matches()) {
                throw new IllegalArgumentException("the pattern of " + what + " is " + characters + ", not "
                        + pattern.substring(0, Math.min(pattern.length(), 128)));
            }
        }
    }

    /// The rights that the cloud service has a name for, by that name here: `full`, `publish-only`, `subscribe-only`,
    /// `read-only`.
    ///
    /// @throws IllegalArgumentException for another name
    public static List<AccessRight> named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "full" -> List.of();
            case "publish-only" -> List.of(allow(PUBLISH, "mq:SendMessage"));
            case "subscribe-only" -> List.of(allow(SUBSCRIBE));
            case "read-only" ->
                List.of(allow("mq:List*", "mq:Get*", "mq:Query*", "mq:BatchQuery*"), deny(WITH_SECRETS));
            default ->
                throw new IllegalArgumentException(
                        "rights are full, publish-only, subscribe-only or read-only, not " + name);
        };
    }

    /// Allows everything, to be [narrowed][#narrowed].
    public static AccessRight everything() {
        return allow("mq:*");
    }

    private static AccessRight allow(String... actions) {
        return new AccessRight(Effect.ALLOW, List.of(actions), List.of(), List.of(), List.of());
    }

    private static AccessRight deny(List<String> actions) {
        return new AccessRight(Effect.DENY, actions, List.of(), List.of(), List.of());
    }

    /// The same, for these alone. What denies is not narrowed: less of it would allow more.
    public AccessRight narrowed(List<String> toInstances, List<String> toTopics, List<String> toGroups) {
        return effect == Effect.DENY ? this : new AccessRight(effect, actions, toInstances, toTopics, toGroups);
    }

    /// Whether statements allow an action, and none denies it. Without any statement everything is allowed.
    ///
    /// @param instance null when it is not known yet
    /// @param topic the parent topic; null when it is not known yet, empty when the action is about none
    /// @param group likewise
    static boolean allow(
            List<AccessRight> rights,
            String action,
            @Nullable String instance,
            @Nullable String topic,
            @Nullable String group) {
        return (rights.isEmpty() || any(Effect.ALLOW, rights, action, instance, topic, group))
                && !denied(rights, action, instance, topic, group);
    }

    /// Whether a statement denies an action, whatever allows it; parameters as in [#allow].
    static boolean denied(
            List<AccessRight> rights,
            String action,
            @Nullable String instance,
            @Nullable String topic,
            @Nullable String group) {
        return any(Effect.DENY, rights, action, instance, topic, group);
    }

    private static boolean any(
            Effect effect,
            List<AccessRight> rights,
            String action,
            @Nullable String instance,
            @Nullable String topic,
            @Nullable String group) {
        for (AccessRight right : rights) {
            if (right.effect == effect && right.meets(action, instance, topic, group, effect == Effect.ALLOW)) {
                return true;
            }
        }
        return false;
    }

    /// @param unknown whether a pattern meets what is not known
    private boolean meets(
            String action, @Nullable String instance, @Nullable String topic, @Nullable String group, boolean unknown) {
        return any(actions, action, unknown)
                && any(instances, instance, unknown)
                && any(topics, topic, unknown)
                && any(groups, group, unknown);
    }

    private static boolean any(List<String> patterns, @Nullable String text, boolean unknown) {
        if (patterns.isEmpty()) {
            return true;
        }
        if (text == null) {
            return unknown;
        }
        for (String pattern : patterns) {
            if (matches(pattern, text)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a text fits a pattern. Goes back to the last `*` at most, so that no pattern takes longer than both
    /// lengths multiplied.
    public static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
