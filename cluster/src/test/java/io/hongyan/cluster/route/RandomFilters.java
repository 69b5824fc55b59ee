package io.hongyan.cluster.route;

import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Filters and topics of few levels and names, so that they often match.
final class RandomFilters {
    private static final List<String> NAMES = List.of("a", "b", "c", "", "$d", "long-name");

    private final RandomGenerator random;

    RandomFilters(RandomGenerator random) {
        this.random = random;
    }

    Topic topic() {
        String name = IntStream.range(0, 1 + random.nextInt(5))
                .mapToObj(level -> name())
                .collect(Collectors.joining("/"));
        return Topic.of(name.isEmpty() ? "a" : name);
    }

    /// One that is told as it is, not as a coarser one.
    TopicFilter filter() {
        String share = random.nextInt(6) == 0 ? "$share/g" + random.nextInt(2) + "/" : "";
        StringBuilder filter = new StringBuilder();
        int levels = random.nextInt(6);
        int pluses = 0;
        for (int i = 0; i < levels; i++) {
            boolean plus = pluses < FilterShape.MOST_PLUSES && random.nextInt(4) == 0;
            pluses += plus ? 1 : 0;
            filter.append(i == 0 ? "" : "/").append(plus ? "+" : name());
        }
        if (levels == 0 || random.nextInt(4) == 0) {
            filter.append(levels == 0 ? "#" : "/#");
        }
        String text = filter.isEmpty() ? "+" : filter.toString();
        return TopicFilter.parse(share + text);
    }

    /// A topic that a filter matches, if there is one.
    Topic topicOf(TopicFilter filter) {
        String name = filter.filter().replace("+", name()).replace("#", name());
        return Topic.of(name.isEmpty() ? "a" : name);
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }
}
