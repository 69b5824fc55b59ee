package io.hongyan.cloud.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterCoverageTest {
    @ParameterizedTest
    @CsvSource({
        "#, a, true",
        "#, #, true",
        "#, +/b, true",
        "a/#, a, true",
        "a/#, a/#, true",
        "a/#, a/+/c, true",
        "+/#, a/#, true",
        "a/+, a/b, true",
        "a/+, a/+, true",
        "a/b, a/b, true",
        "a/b, $share/g/a/b, true",
        "a/+, a/#, false",
        "a/+/#, a/#, false",
        "a/+, a, false",
        "a/b, a/+, false",
        "a/b, a/#, false",
        "a, a/#, false",
        "a/#, #, false",
        "a/#, +/b, false",
        "a, a/, false",
        "#, $SYS/x, false",
        "+/x, $SYS/x, false",
        "$SYS/#, $SYS/x, true"
    })
    void a_filter_covers_another_when_it_matches_all_its_topics(String outer, String inner, boolean covers) {
        assertThat(FilterCoverage.covers(TopicFilter.parse(outer), TopicFilter.parse(inner)))
                .isEqualTo(covers);
    }

    @ParameterizedTest
    @CsvSource({
        "#, a/b, true",
        "a/#, a, true",
        "a, a/#, true",
        "a/+, +/b, true",
        "a/+, a/#, true",
        "a/+/c, a/b/+, true",
        "a/b, a/c, false",
        "a/+, a, false",
        "a/b/c, a/b, false",
        "#, $SYS/x, false",
        "$SYS/#, +/x, false"
    })
    void filters_overlap_when_a_topic_matches_both(String one, String other, boolean overlap) {
        assertThat(FilterCoverage.overlap(TopicFilter.parse(one), TopicFilter.parse(other)))
                .isEqualTo(overlap);
        assertThat(FilterCoverage.overlap(TopicFilter.parse(other), TopicFilter.parse(one)))
                .isEqualTo(overlap);
    }

    /// All topics of up to four levels of two names stand for all topics.
    @Test
    void coverage_and_overlap_agree_with_matching() {
        List<Topic> topics = topics();
        Random random = new Random(4);
        for (int i = 0; i < 5000; i++) {
            TopicFilter one = filter(random);
            TopicFilter other = filter(random);
            boolean all = topics.stream().filter(other::matches).allMatch(one::matches);
            boolean any = topics.stream().anyMatch(topic -> one.matches(topic) && other.matches(topic));
            assertThat(FilterCoverage.covers(one, other))
                    .as("%s covers %s", one, other)
                    .isEqualTo(all);
            assertThat(FilterCoverage.overlap(one, other))
                    .as("%s overlaps %s", one, other)
                    .isEqualTo(any);
        }
    }

    private static List<Topic> topics() {
        List<String> names = new ArrayList<>(List.of("a", "b", "c", "$a"));
        List<String> last = names;
        for (int level = 1; level < 4; level++) {
            List<String> longer = new ArrayList<>();
            last.forEach(name -> List.of("a", "b", "c", "$a").forEach(next -> longer.add(name + "/" + next)));
            names = new ArrayList<>(names);
            names.addAll(longer);
            last = longer;
        }
        return names.stream().map(Topic::of).toList();
    }

    private static TopicFilter filter(Random random) {
        StringBuilder text = new StringBuilder();
        int levels = 1 + random.nextInt(3);
        for (int i = 0; i < levels; i++) {
            text.append(i == 0 ? "" : "/").append(List.of("a", "b", "+", "$a").get(random.nextInt(4)));
        }
        if (random.nextInt(3) == 0) {
            text.append("/#");
        }
        return TopicFilter.parse(text.toString());
    }
}
