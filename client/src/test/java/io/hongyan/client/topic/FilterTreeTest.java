package io.hongyan.client.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FilterTreeTest {
    private static final String[] LEVELS = {"", "a", "b", "$c", "+"};

    @Test
    void it_finds_what_each_filter_alone_says() {
        finds_what_each_filter_alone_says(30);
    }

    @Test
    void few_filters_that_stand_in_a_row_find_the_same() {
        finds_what_each_filter_alone_says(3);
    }

    private static void finds_what_each_filter_alone_says(int most) {
        Random random = new Random(4711);
        FilterTree<TopicFilter> tree = new FilterTree<>();
        List<TopicFilter> present = new ArrayList<>();
        for (int round = 0; round < 3000; round++) {
            if (present.size() > most || (random.nextInt(3) == 0 && !present.isEmpty())) {
                TopicFilter gone = present.remove(random.nextInt(present.size()));
                tree.remove(gone, gone);
            } else {
                TopicFilter filter = TopicFilter.parse(text(random, 5) + (random.nextInt(3) == 0 ? "/#" : ""));
                if (!present.contains(filter)) {
                    present.add(filter);
                    tree.add(filter, filter);
                }
            }
            Topic topic = Topic.of(text(random, 4));
            assertThat(tree.match(topic))
                    .as("%s in %s", topic, present)
                    .containsExactlyInAnyOrderElementsOf(present.stream()
                            .filter(filter -> filter.matches(topic))
                            .toList());
        }
    }

    @Test
    void a_filter_of_twenty_thousand_levels_needs_no_more_stack_than_a_short_one() {
        String deep = "a/".repeat(20_000) + "a";
        FilterTree<String> tree = new FilterTree<>();
        tree.add(TopicFilter.parse(deep), "exact");
        tree.add(TopicFilter.parse("+/".repeat(20_000) + "a"), "wild");
        assertThat(tree.match(Topic.of(deep))).containsExactlyInAnyOrder("exact", "wild");
        tree.remove(TopicFilter.parse(deep), "exact");
        assertThat(tree.match(Topic.of(deep))).containsExactly("wild");
        tree.remove(TopicFilter.parse("+/".repeat(20_000) + "a"), "wild");
        assertThat(tree.match(Topic.of(deep))).isEmpty();
    }

    @Test
    void a_value_of_two_filters_that_match_is_found_once_and_stays_while_one_of_them_does() {
        FilterTree<String> tree = new FilterTree<>();
        tree.add(TopicFilter.parse("a/#"), "both");
        tree.add(TopicFilter.parse("a/b"), "both");
        assertThat(tree.match(Topic.of("a/b"))).containsExactly("both");
        tree.remove(TopicFilter.parse("a/b"), "both");
        assertThat(tree.match(Topic.of("a/b"))).containsExactly("both");
    }

    private static String text(Random random, int kinds) {
        StringBuilder text = new StringBuilder(LEVELS[1 + random.nextInt(kinds - 1)]);
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append('/').append(LEVELS[random.nextInt(kinds)]);
        }
        return text.toString();
    }
}
