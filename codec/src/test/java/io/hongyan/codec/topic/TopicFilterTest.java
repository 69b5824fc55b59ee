package io.hongyan.codec.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.spec.Spec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "/",
                "//",
                "#",
                "+",
                "+/+",
                "/+",
                "+/",
                "a/+/c",
                "a/#",
                "+/#",
                "/#",
                "$SYS/#",
                "a b",
                "$share",
                "$shared/a"
            })
    @Spec({"3.1.1/MQTT-4.7.1-2", "3.1.1/MQTT-4.7.1-3", "5.0/MQTT-4.7.1-1", "5.0/MQTT-4.7.1-2"})
    void a_legal_filter_is_kept_as_it_is(String text) {
        TopicFilter filter = TopicFilter.parse(text);
        assertThat(filter.text()).isEqualTo(text);
        assertThat(filter.filter()).isEqualTo(text);
        assertThat(filter.isShared()).isFalse();
        assertThat(filter.shareName()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "a#,           MQTT-4.7.1-1",
        "#/a,          MQTT-4.7.1-1",
        "a/#/b,        MQTT-4.7.1-1",
        "##,           MQTT-4.7.1-1",
        "a/#b,         MQTT-4.7.1-1",
        "a+,           MQTT-4.7.1-2",
        "+a,           MQTT-4.7.1-2",
        "a/b+/c,       MQTT-4.7.1-2",
        "++,           MQTT-4.7.1-2",
        "+#,           MQTT-4.7.1-2",
        "'',           MQTT-4.7.3-1",
        "$share//a,    MQTT-4.8.2-1",
        "$share/,      MQTT-4.8.2-1",
        "$share/g,     MQTT-4.8.2-2",
        "$share/g/,    MQTT-4.8.2-2",
        "$share/+/a,   MQTT-4.8.2-2",
        "$share/g#/a,  MQTT-4.8.2-2",
        "$share/g/a#,  MQTT-4.7.1-1"
    })
    @Spec({
        "3.1.1/MQTT-4.7.1-2",
        "3.1.1/MQTT-4.7.1-3",
        "3.1.1/MQTT-4.7.3-1",
        "5.0/MQTT-4.7.1-1",
        "5.0/MQTT-4.7.1-2",
        "5.0/MQTT-4.7.3-1",
        "5.0/MQTT-4.8.2-1",
        "5.0/MQTT-4.8.2-2"
    })
    void an_illegal_filter_is_refused_with_its_clause(String text, String clause) {
        assertRefused(text, clause);
    }

    @Test
    @Spec({"3.1.1/MQTT-4.7.3-2", "3.1.1/MQTT-4.7.3-3", "5.0/MQTT-4.7.3-2", "5.0/MQTT-4.7.3-3"})
    void a_filter_that_is_no_text_is_refused() {
        assertRefused("a\0b", "MQTT-4.7.3-2");
        assertRefused("a\ud800b", "MQTT-1.5.4-1");
        assertRefused("a".repeat(65_536), "MQTT-4.7.3-3");
        assertRefused("中".repeat(21_846), "MQTT-4.7.3-3");
        assertThat(TopicFilter.parse("中".repeat(21_845)).utf8()).hasSize(65_535);
    }

    @Test
    void a_shared_filter_is_taken_apart() {
        TopicFilter filter = TopicFilter.parse("$share/group one//a/+");
        assertThat(filter.isShared()).isTrue();
        assertThat(filter.shareName()).isEqualTo("group one");
        assertThat(filter.filter()).isEqualTo("/a/+");
        assertThat(filter.text()).isEqualTo("$share/group one//a/+");
        assertThat(filter.levelCount()).isEqualTo(3);
        assertThat(filter.matches(Topic.of("/a/b"))).isTrue();
    }

    @Test
    void a_filter_knows_its_levels_and_wildcards() {
        assertThat(TopicFilter.parse("a/b/c").levelCount()).isEqualTo(3);
        assertThat(TopicFilter.parse("a/b").hasWildcard()).isFalse();
        assertThat(TopicFilter.parse("a/+").hasWildcard()).isTrue();
        assertThat(TopicFilter.parse("a/+").startsWithWildcard()).isFalse();
        assertThat(TopicFilter.parse("#").startsWithWildcard()).isTrue();
    }

    @Test
    void filters_are_equal_when_their_texts_are() {
        assertThat(TopicFilter.parse("a/+")).isEqualTo(TopicFilter.parse("a/+")).hasSameHashCodeAs("a/+");
        assertThat(TopicFilter.parse("$share/g/a")).isNotEqualTo(TopicFilter.parse("a"));
    }

    @Test
    @Spec({"3.1.1/MQTT-4.7.2-1", "5.0/MQTT-4.7.2-1"})
    void a_leading_wildcard_passes_by_topics_that_begin_with_a_dollar() {
        Topic topic = Topic.of("$SYS/uptime");
        assertThat(TopicFilter.parse("#").matches(topic)).isFalse();
        assertThat(TopicFilter.parse("+/uptime").matches(topic)).isFalse();
        assertThat(TopicFilter.parse("$SYS/#").matches(topic)).isTrue();
        assertThat(TopicFilter.parse("$SYS/+").matches(topic)).isTrue();
        assertThat(TopicFilter.parse("$share/g/#").matches(topic)).isFalse();
    }

    @Test
    @Spec({"3.1.1/MQTT-4.7.3-4", "5.0/MQTT-4.7.3-4"})
    void characters_are_compared_as_they_are() {
        assertThat(TopicFilter.parse("\u00e9").matches(Topic.of("e\u0301"))).isFalse();
        assertThat(TopicFilter.parse("A").matches(Topic.of("a"))).isFalse();
        assertThat(TopicFilter.parse("a//b").matches(Topic.of("a/b"))).isFalse();
        assertThat(TopicFilter.parse("a").matches(Topic.of("\ufeffa"))).isFalse();
    }

    @Test
    void matching_agrees_with_the_rule_told_level_by_level() {
        List<String> levels = List.of("", "a", "b", "ab", "$a");
        List<String> filterLevels = List.of("", "a", "b", "ab", "$a", "+");
        List<String> names = combine(levels, List.of(""), 3);
        List<String> filters = combine(filterLevels, List.of("", "/#"), 3);
        filters.add("#");
        for (String filter : filters) {
            if (filter.isEmpty()) {
                continue;
            }
            TopicFilter parsed = TopicFilter.parse(filter);
            for (String name : names) {
                if (!name.isEmpty()) {
                    assertThat(parsed.matches(Topic.of(name)))
                            .as("%s matches %s", filter, name)
                            .isEqualTo(naive(filter, name));
                }
            }
        }
    }

    @Test
    void a_filter_of_65535_slashes_is_matched_without_a_deep_stack() {
        String slashes = "/".repeat(65_535);
        TopicFilter filter = TopicFilter.parse(slashes);
        assertThat(filter.levelCount()).isEqualTo(65_536);
        assertThat(filter.matches(Topic.of(slashes))).isTrue();
        assertThat(TopicFilter.parse("+/".repeat(32_767) + "#").matches(Topic.of(slashes)))
                .isTrue();
    }

    private static boolean naive(String filter, String name) {
        if (name.startsWith("$") && (filter.startsWith("+") || filter.startsWith("#"))) {
            return false;
        }
        List<String> wanted = Arrays.asList(filter.split("/", -1));
        List<String> given = Arrays.asList(name.split("/", -1));
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).equals("#")) {
                return true;
            }
            if (i == given.size()
                    || !(wanted.get(i).equals("+") || wanted.get(i).equals(given.get(i)))) {
                return false;
            }
        }
        return wanted.size() == given.size();
    }

    private static List<String> combine(List<String> levels, List<String> endings, int depth) {
        List<String> all = new ArrayList<>();
        List<String> longest = levels;
        for (int i = 1; i <= depth; i++) {
            for (String name : longest) {
                endings.forEach(ending -> all.add(name + ending));
            }
            List<String> longer = new ArrayList<>();
            for (String name : longest) {
                levels.forEach(level -> longer.add(name + "/" + level));
            }
            longest = longer;
        }
        return all;
    }

    private static void assertRefused(String text, String clause) {
        ProtocolException violation = catchThrowableOfType(ProtocolException.class, () -> TopicFilter.parse(text));
        assertThat(violation.reason()).isEqualTo(ReasonCode.TOPIC_FILTER_INVALID);
        assertThat(violation.clause()).isEqualTo(clause);
    }
}
