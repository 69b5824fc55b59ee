package io.hongyan.cli.option;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Topic names and filters as options give them.
public final class Topics {
    private Topics() {}

    /// The topic name in a value.
    ///
    /// @throws Failure naming the option, the value and what is wrong with it
    public static Topic name(String option, String value) {
        if (value.indexOf('+') >= 0 || value.indexOf('#') >= 0) {
            throw Failure.usage(
                    option + ": '" + value + "' has a wildcard; a message goes to a topic without '+' and '#'");
        }
        try {
            return Topic.of(value);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(option + ": '" + value + "' is no topic name: " + e.getMessage());
        }
    }

    /// The topic filter in a value.
    ///
    /// @throws Failure naming the option, the value and what is wrong with it
    public static TopicFilter filter(String option, String value) {
        try {
            return TopicFilter.parse(value);
        } catch (ProtocolException e) {
            throw Failure.usage(option + ": '" + value + "' is no topic filter: " + e.getMessage());
        }
    }

    /// What to receive: everything, also what comes of a kept session. `#` stands for all topics but those with `$`.
    public static List<String> listened(List<Subscription> wanted) {
        Set<String> filters = new TreeSet<>(List.of("#"));
        for (Subscription subscription : wanted) {
            String first = subscription.filter().split("/", 2)[0];
            if (first.startsWith("$") && !first.equals("$share")) {
                filters.add(first + "/#");
            }
        }
        return List.copyOf(filters);
    }
}
