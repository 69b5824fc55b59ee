package io.hongyan.broker.subscription;

import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.Random;

/// Topics and filters from few level names, so that they often meet, with empty levels, `$`, and bytes around the
/// slash.
public final class RandomTopics {
    private static final String[] NAMES = {"", "a", "b", "ab", "a!", "a0", "$s", "é", "\u0001", "b\u0001"};

    private final Random random;
    private final int names;

    public RandomTopics(Random random, int names) {
        this.random = random;
        this.names = names;
    }

    public Topic topic() {
        String name = levels(1 + random.nextInt(5), 0);
        return Topic.of(name.isEmpty() ? "a" : name);
    }

    public TopicFilter filter() {
        String name = levels(1 + random.nextInt(5), 3);
        if (random.nextInt(4) == 0) {
            name = random.nextInt(8) == 0 ? "#" : name + "/#";
        }
        return TopicFilter.parse(name.isEmpty() ? "a" : name);
    }

    private String levels(int count, int plusIn10) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : "/");
            text.append(random.nextInt(10) < plusIn10 ? "+" : NAMES[random.nextInt(names)]);
        }
        return text.toString();
    }
}
