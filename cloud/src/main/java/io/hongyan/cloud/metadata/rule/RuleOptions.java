package io.hongyan.cloud.metadata.rule;

import io.hongyan.broker.store.OutboxLimits;

/// What only one kind of rule has.
public sealed interface RuleOptions {
    /// The kind of rule whose options these are.
    RuleKind kind();

    /// The options of an outbound rule.
    ///
    /// @param outbox bounds of what waits for the other system; without meaning for [Acknowledge#REMOTE]
    record Outbound(Acknowledge acknowledge, Outflow outflow, OutboxLimits outbox) implements RuleOptions {
        /// As the cloud service has it: kept here first, and only what devices publish.
        public static Outbound defaults() {
            return new Outbound(Acknowledge.OUTBOX, Outflow.DEVICES, OutboxLimits.defaults());
        }

        @Override
        public RuleKind kind() {
            return RuleKind.OUTBOUND;
        }
    }

    /// The options of an inbound rule.
    ///
    /// @param group the consumer group in the other system
    /// @param expression tags separated by `||`, or a condition in SQL92; `*` for all messages
    /// @param ordered whether messages of one queue are delivered one after the other
    record Inbound(String group, Filter filter, String expression, boolean ordered, OnRefused onRefused)
            implements RuleOptions {
        private static final int LONGEST_GROUP = 255;
        private static final int LONGEST_EXPRESSION = 4096;
        /// So that RocketMQ's retry topic of the group (`%RETRY%` and its name) has at most 127 characters.
        private static final int LONGEST_DEFAULT_GROUP = 120;

        public Inbound {
            RuleText.text(
                    "a consumer group", group, 1, LONGEST_GROUP, RuleText::visible, "visible characters of ASCII");
            RuleText.text(
                    "the expression of a filter",
                    expression,
                    1,
                    LONGEST_EXPRESSION,
                    RuleText::printed,
                    "characters other than those of control");
            switch (filter) {
                case TAG -> tags(expression);
                case SQL92 -> condition(expression);
            }
        }

        /// All messages, by a group of the rule's own; what can never be delivered is dropped.
        public static Inbound defaults(String instance, String rule) {
            return new Inbound(defaultGroup(instance, rule), Filter.TAG, "*", false, OnRefused.DROP);
        }

        /// The group of a rule for which nobody chose one: `GID_hongyan_INSTANCE_RULE`. It belongs to that rule alone,
        /// as RocketMQ demands of groups that read different topics. One of more than 120 characters is cut to 111, and
        /// has a number of the whole behind.
        public static String defaultGroup(String instance, String rule) {
            String whole = "GID_hongyan_" + instance + "_" + rule;
            return ShortName.of(whole, LONGEST_DEFAULT_GROUP);
        }

        private static void tags(String expression) {
            if (expression.equals("*")) {
                return;
            }
            for (String tag : expression.split("\\|\\|", -1)) {
                if (tag.isBlank() || tag.contains("|") || tag.contains("*")) {
                    throw new IllegalArgumentException("a filter of tags is *, or tags with || between them, such as"
                            + " TagA || TagB, not " + RuleText.abridged(expression));
                }
            }
        }

        private static void condition(String expression) {
            if (expression.isBlank() || expression.equals("*")) {
                throw new IllegalArgumentException("a filter of sql92 is a condition on properties, such as"
                        + " price > 10, not " + RuleText.abridged(expression));
            }
        }

        @Override
        public RuleKind kind() {
            return RuleKind.INBOUND;
        }
    }

    /// The options of a rule for notices of status.
    ///
    /// @param outbox bounds of what waits for the other system
    record Status(OutboxLimits outbox) implements RuleOptions {
        public static Status defaults() {
            return new Status(OutboxLimits.defaults());
        }

        @Override
        public RuleKind kind() {
            return RuleKind.STATUS;
        }
    }

    /// When a publisher gets its PUBACK or PUBREC.
    enum Acknowledge {
        /// When the message is in the rule's outbox, as safe as the store promises, whatever the other system does.
        OUTBOX,
        /// When the other system has the message. There is no outbox: while the other system is away, publishers wait.
        REMOTE
    }

    /// Whose messages leave.
    enum Outflow {
        /// Those that devices publish.
        DEVICES,
        /// Also those that came from the other system, or were published by an interface for servers.
        ALL
    }

    /// How an expression is read.
    enum Filter {
        TAG,
        SQL92
    }

    /// What becomes of a message that can never be delivered.
    enum OnRefused {
        /// It is dropped, counted and logged.
        DROP,
        /// It goes to the dead-letter topic of the consumer group.
        DEAD_LETTER
    }
}
