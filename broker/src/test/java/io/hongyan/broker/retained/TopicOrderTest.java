package io.hongyan.broker.retained;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicOrderTest {
    @Test
    void a_topic_is_followed_by_all_topics_below_it() {
        Stream<String> topics = Stream.of("a!", "a/b!", "b", "a/b/c", "a", "a/b", "/", "a/\u0001", "a/", "é", "a0");
        assertThat(topics.map(topic -> topic.getBytes(UTF_8))
                        .sorted(TopicOrder.COMPARATOR)
                        .map(utf8 -> new String(utf8, UTF_8)))
                .containsExactly("/", "a", "a/", "a/\u0001", "a/b", "a/b/c", "a/b!", "a!", "a0", "b", "é");
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b",
        "a/+/c, a/",
        "a/b/#, a/b",
        "+/b, ''",
        "#, ''",
        "+/#, ''",
        "/#, ''",
    })
    void a_walk_starts_at_the_least_key_that_can_match(String filter, String start) {
        assertThat(new String(TopicOrder.start(filter.getBytes(UTF_8)), UTF_8)).isEqualTo(start);
    }

    @ParameterizedTest
    @CsvSource({
        "a/+/c, a/b, a/b/c",
        "a/+/c, a/b/a, a/b/c",
        "a/+/c, a/b/c, a/b/c",
        "a/+/c, a/b/d, a/b~",
        "a/+/c, a/b/c/d, a/b~",
        "a/+/c, b, ",
        "a/+, a/b/c, a/b~",
        "+/x/+/y, a/b, a/x/",
        "a/#, b, ",
        "+/b/#, a, a/b",
        "+/b/#, a/b, a/b",
        "+/b/#, a/c/d, a~",
    })
    void a_seek_skips_what_cannot_match(String filter, String topic, String next) {
        byte[] found = TopicOrder.next(filter.getBytes(UTF_8), topic.getBytes(UTF_8));
        String text = found == null ? null : new String(found, UTF_8).replace('\u0001', '~');
        assertThat(text).isEqualTo(next);
    }
}
