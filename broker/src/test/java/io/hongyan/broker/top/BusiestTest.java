package io.hongyan.broker.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hongyan.codec.topic.Topic;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BusiestTest {
    private static final Topic TOPIC = Topic.of("meters/1");

    private final Busiest busiest = new Busiest(0);

    private static List<String> names(List<TopEntry> entries) {
        return entries.stream().map(TopEntry::name).toList();
    }

    @Test
    void little_traffic_is_counted_exactly() {
        for (int i = 0; i < 10; i++) {
            busiest.published("a", TOPIC, 100, 1000);
        }
        busiest.published("b", Topic.of("meters/2"), 7, 1000);
        Busiest.View view = busiest.view(61_000);
        assertThat(view.clients()).containsExactly(new TopEntry("a", 10, 1000), new TopEntry("b", 1, 7));
        assertThat(view.topics()).containsExactly(new TopEntry("meters/1", 10, 1000), new TopEntry("meters/2", 1, 7));
        assertThat(view.millis()).isEqualTo(61_000);
    }

    @Test
    void who_sends_a_tenth_of_very_many_is_found_with_a_good_estimate() {
        Random random = new Random(42);
        int all = 1_000_000;
        for (int i = 0; i < all; i++) {
            String client = i % 10 == 0 ? "loud" : "quiet" + random.nextInt(100_000);
            busiest.published(client, TOPIC, 10, 1000);
        }
        TopEntry first = busiest.view(1000).clients().getFirst();
        assertThat(first.name()).isEqualTo("loud");
        assertThat(first.messages()).isCloseTo(all / 10, Offset.offset(all / 100L));
        assertThat(first.bytes()).isEqualTo(first.messages() * 10);
        assertThat(busiest.view(1000).topics().getFirst().messages()).isCloseTo((long) all, within(all / 50L));
    }

    @Test
    void what_was_counted_is_forgotten_after_ten_minutes() {
        busiest.published("early", TOPIC, 1, 0);
        busiest.published("late", TOPIC, 1, Busiest.WINDOW_MILLIS);
        assertThat(names(busiest.view(Busiest.WINDOW_MILLIS).clients())).containsExactly("early", "late");
        assertThat(names(busiest.view(2 * Busiest.WINDOW_MILLIS).clients())).containsExactly("late");
        assertThat(busiest.view(4 * Busiest.WINDOW_MILLIS).clients()).isEmpty();
    }

    @Test
    void a_very_long_topic_takes_no_memory() {
        busiest.published("a", Topic.of("t".repeat(Busiest.LONGEST_TOPIC + 1)), 1, 0);
        assertThat(busiest.view(0).topics()).isEmpty();
        assertThat(names(busiest.view(0).clients())).containsExactly("a");
    }

    @Test
    void a_newcomer_is_not_told_with_the_count_of_whose_place_it_took() {
        for (int client = 0; client < TopList.ENTRIES; client++) {
            for (int i = 0; i < 10; i++) {
                busiest.published("old" + client, TOPIC, 1, 0);
            }
        }
        busiest.published("new", TOPIC, 1, 0);
        assertThat(busiest.view(0).clients())
                .hasSize(TopList.ENTRIES)
                .contains(new TopEntry("new", 1, 1))
                .allMatch(entry -> entry.messages() <= 10);
    }
}
