package io.hongyan.cloud.metadata.rule;

import java.util.Locale;

/// Carries messages between an instance and another system.
///
/// @param id 3 to 64 letters, digits, `-`, `_`, at least one letter or digit; never changes
/// @param description for people, at most 128 characters
/// @param connection the name of an [ExchangeConnection]
/// @param resource the parent topic (first level of topics) of an outbound or inbound rule; the Group ID of a status
///        rule. In profile open any first level, and for a status rule a prefix of client ids with `*` behind, where
///        `*` alone means every client
/// @param topic in the other system, 1 to 255 visible characters of ASCII; RocketMQ takes fewer
/// @param createdAt milliseconds since 1970
public record Rule(
        String id,
        String description,
        String connection,
        String resource,
        String topic,
        boolean enabled,
        RuleOptions options,
        long createdAt) {
    private static final int LONGEST_DESCRIPTION = 128;
    private static final int LONGEST_RESOURCE = 256;
    private static final int LONGEST_TOPIC = 255;

    public Rule {
        RuleText.id("a rule id", id);
        RuleText.text(
                "the description of a rule",
                description,
                0,
                LONGEST_DESCRIPTION,
                RuleText::printed,
                "characters other than those of control");
        RuleText.id("the name of a connection", connection);
        RuleText.text(
                "the resource of a rule",
                resource,
                1,
                LONGEST_RESOURCE,
                RuleText::printed,
                "characters other than those of control");
        RuleText.text(
                "the topic of the other system",
                topic,
                1,
                LONGEST_TOPIC,
                RuleText::visible,
                "visible characters of ASCII");
    }

    /// An enabled rule. [io.hongyan.cloud.metadata.Metadata#createRule] notes the time.
    public static Rule of(String id, String connection, String resource, String topic, RuleOptions options) {
        return new Rule(id, "", connection, resource, topic, true, options, 0);
    }

    public RuleKind kind() {
        return options.kind();
    }

    /// The same rule, as it was created then.
    public Rule createdAt(long millis) {
        return new Rule(id, description, connection, resource, topic, enabled, options, millis);
    }

    /// The same rule, at work or not.
    public Rule enabled(boolean on) {
        return new Rule(id, description, connection, resource, topic, on, options, createdAt);
    }

    /// What it is, for messages: `outbound rule orders-out`.
    public String title() {
        return kind().name().toLowerCase(Locale.ROOT) + " rule " + id;
    }
}
