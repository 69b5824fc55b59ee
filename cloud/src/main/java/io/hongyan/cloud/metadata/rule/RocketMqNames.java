package io.hongyan.cloud.metadata.rule;

import io.hongyan.cloud.metadata.rule.RuleOptions.Inbound;
import io.hongyan.cloud.metadata.rule.RuleOptions.Outbound;
import io.hongyan.cloud.metadata.rule.RuleOptions.Status;
import java.util.Locale;
import java.util.Set;

/// The names that Apache RocketMQ takes.
final class RocketMqNames {
    private static final int LONGEST_TOPIC = 127;
    /// The retry topic of a group is a topic, too: `%RETRY%` and its name.
    private static final int LONGEST_GROUP = 120;
    private static final String ALLOWED = "letters, digits, -, _, % and |";
    private static final String SYSTEM_PREFIX = "rmq_sys_";
    /// Those of RocketMQ itself, to which its brokers let nobody send.
    private static final Set<String> SYSTEM_TOPICS = Set.of(
            "TBW102", "SCHEDULE_TOPIC_XXXX", "TRANS_CHECK_MAX_TIME_TOPIC", "SELF_TEST_TOPIC", "OFFSET_MOVED_EVENT");

    private RocketMqNames() {}

    static void check(Rule rule) {
        RuleText.text("a RocketMQ topic", rule.topic(), 1, LONGEST_TOPIC, RocketMqNames::allowed, ALLOWED);
        switch (rule.options()) {
            case Inbound in ->
                RuleText.text(
                        "a RocketMQ consumer group", in.group(), 1, LONGEST_GROUP, RocketMqNames::allowed, ALLOWED);
            case Outbound _, Status _ -> sendable(rule.topic());
        }
    }

    private static void sendable(String topic) {
        if (SYSTEM_TOPICS.contains(topic) || topic.toLowerCase(Locale.ROOT).startsWith(SYSTEM_PREFIX)) {
            throw new IllegalArgumentException(
                    "RocketMQ has the topic " + topic + " for itself, and takes no messages for it; name another one");
        }
    }

    private static boolean allowed(int c) {
        return RuleText.plain(c) || c == '%' || c == '|';
    }
}
