package io.hongyan.server.alarm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.InstanceStats;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.TopicStats;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.server.agreed.PairedChanges;
import io.hongyan.server.config.MailConfig;
import io.hongyan.server.history.Measure;
import io.hongyan.server.history.Sample;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Goal: what an alarm was and what it saw outlives the process, and has a bound.
class AlarmsTest {
    private final RecordTable table = new MemoryStore().records();
    private final SystemClock clock = new SystemClock();
    private final List<InstanceStats> stats = new ArrayList<>();
    private final Notifier notifier = new Notifier(new WebHookSender(), new MailSender(MailConfig.defaults(), clock));
    private final CountedTopics counted = new CountedTopics();
    private final TopicFigures topics = new TopicFigures(counted);
    private Sample sample = new Sample(1000, Map.of());

    @AfterEach
    void stop() {
        notifier.close();
    }

    private Alarms open() {
        return open(RecordChanges.NONE, "");
    }

    private Alarms open(RecordChanges shared, String node) {
        return new Alarms(
                new AlarmRows(table, new SecretBox(new byte[SecretBox.KEY_BYTES], new Random(1)), node),
                shared,
                () -> sample,
                new Measurements(() -> stats, () -> List.of("mqtt-one"), new Peaks(Map::of, clock), topics),
                notifier,
                clock);
    }

    private void minute(Alarms alarms, double connections) {
        sample = new Sample(sample.minute() + 1, Map.of(Measure.CONNECTIONS, connections));
        alarms.look();
        alarms.look();
    }

    private static Alarm of(String id, String instance, AlarmMetric metric, double threshold, int minutes) {
        return new Alarm(
                id, instance, "", metric, Alarm.Comparison.ABOVE, threshold, minutes, Alarm.Level.CRITICAL, true);
    }

    private static Alarm connections(String id, int minutes) {
        return of(id, "", new AlarmMetric.ServiceFigure(Measure.CONNECTIONS), 10, minutes);
    }

    private static List<String> changes(Alarms alarms) {
        return alarms.changes(10).stream()
                .map(change -> change.alarm().id() + " " + change.state())
                .toList();
    }

    @Test
    void the_next_run_knows_alarms_states_changes_and_receivers() {
        Alarms alarms = open();
        assertThat(alarms.add(connections("a", 2))).isTrue();
        assertThat(alarms.add(connections("a", 2))).isFalse();
        alarms.receivers(new Receivers(
                List.of(new Receivers.WebHook("pager", URI.create("https://127.0.0.1:9/hook?token=secret"))),
                List.of(new Receivers.Mail("ops@example.com"))));
        minute(alarms, 1);
        minute(alarms, 11);
        minute(alarms, 12);
        assertThat(alarms.firing()).containsEntry(Alarm.Level.CRITICAL, 1L).containsEntry(Alarm.Level.WARNING, 0L);

        Alarms again = open();
        assertThat(again.all()).singleElement().satisfies(status -> {
            assertThat(status.alarm()).isEqualTo(connections("a", 2));
            assertThat(status.state()).isEqualTo(AlarmState.FIRING);
            assertThat(status.since()).isPositive();
            assertThat(status.value()).isNull();
        });
        assertThat(changes(again)).containsExactly("a FIRING", "a OK");
        assertThat(again.receivers()).isEqualTo(alarms.receivers());
        minute(again, 12);
        assertThat(changes(again)).as("a restart is no change").containsExactly("a FIRING", "a OK");
        table.scan(new byte[0], null, 100)
                .forEach(row -> assertThat(new String(row.value(), UTF_8)).doesNotContain("token", "secret"));
    }

    @Test
    void alarms_are_the_same_on_two_nodes_each_with_its_own_states() {
        PairedChanges shared = new PairedChanges();
        Alarms here = open(shared, "a");
        Alarms there = open(shared.other(), "b");
        here.add(connections("one", 1));
        here.receivers(new Receivers(List.of(), List.of(new Receivers.Mail("ops@example.com"))));
        there.add(connections("two", 1));
        assertThat(there.all()).extracting(status -> status.alarm().id()).containsExactly("one", "two");
        assertThat(there.receivers()).isEqualTo(here.receivers());

        minute(here, 11);
        assertThat(changes(here)).containsExactlyInAnyOrder("one FIRING", "two FIRING");
        assertThat(changes(there)).isEmpty();
        there.delete("two");
        there.change("one", alarm -> connections("one", 2));

        assertThat(here.all()).singleElement().satisfies(status -> {
            assertThat(status.alarm()).isEqualTo(connections("one", 2));
            assertThat(status.state()).isEqualTo(AlarmState.UNKNOWN);
        });
        minute(here, 11);
        minute(here, 11);
        assertThat(open(RecordChanges.NONE, "a").all())
                .singleElement()
                .satisfies(status -> assertThat(status.state()).isEqualTo(AlarmState.FIRING));
        assertThat(open(RecordChanges.NONE, "b").all())
                .singleElement()
                .satisfies(status -> assertThat(status.state()).isEqualTo(AlarmState.UNKNOWN));
    }

    @Test
    void a_minute_that_was_not_measured_begins_the_count_anew() {
        Alarms alarms = open();
        alarms.add(connections("a", 2));
        minute(alarms, 11);
        sample = new Sample(sample.minute() + 1, Map.of());
        minute(alarms, 11);
        assertThat(alarms.firing()).containsEntry(Alarm.Level.CRITICAL, 0L);
        minute(alarms, 11);
        assertThat(alarms.firing()).containsEntry(Alarm.Level.CRITICAL, 1L);
    }

    @Test
    void one_that_is_changed_or_deleted_fires_no_more() {
        Alarms alarms = open();
        alarms.add(connections("a", 1));
        alarms.add(connections("b", 1));
        minute(alarms, 11);
        Alarms.Status changed = alarms.change("a", before -> connections("a", 3));
        assertThat(changed).isNotNull();
        assertThat(changed.state()).isEqualTo(AlarmState.UNKNOWN);
        assertThat(alarms.change("z", before -> before)).isNull();
        assertThat(alarms.delete("b")).isTrue();
        assertThat(alarms.delete("b")).isFalse();
        assertThat(changes(alarms)).containsExactly("b UNKNOWN", "a UNKNOWN", "b FIRING", "a FIRING");
        assertThat(open().all())
                .singleElement()
                .satisfies(status -> assertThat(status.alarm().minutes()).isEqualTo(3));
    }

    @Test
    void an_alarm_of_an_instance_sees_what_came_in_the_minute() {
        Alarms alarms = open();
        alarms.add(of("in", "mqtt-one", new AlarmMetric.InstanceFigure(InstanceMeasure.MESSAGES_RECEIVED), 100, 1));
        alarms.add(of("rate", "mqtt-one", new AlarmMetric.InstanceFigure(InstanceMeasure.MESSAGES_PER_SECOND), 4, 1));
        alarms.add(of("qps", "mqtt-one", new AlarmMetric.InstanceFigure(InstanceMeasure.AVERAGE_QPS), 9, 1));
        alarms.add(of("gone", "mqtt-two", new AlarmMetric.InstanceFigure(InstanceMeasure.SESSIONS), 0, 1));
        minute(alarms, 0);
        assertThat(changes(alarms)).containsExactly("rate OK", "qps OK", "in OK");
        stats.add(new InstanceStats("mqtt-one", 1, 1, 0, 0, 0, 1, 101, 150, 1, 1, 600));
        minute(alarms, 0);
        assertThat(changes(alarms)).startsWith("rate FIRING", "qps FIRING", "in FIRING");
        minute(alarms, 0);
        assertThat(changes(alarms)).startsWith("rate OK", "qps OK", "in OK");
        assertThat(alarms.all().getFirst().state()).isEqualTo(AlarmState.UNKNOWN);
    }

    @Test
    void only_the_last_changes_are_kept() {
        Alarms alarms = open();
        alarms.add(connections("a", 1));
        for (int i = 0; i < Alarms.MOST_CHANGES; i++) {
            minute(alarms, 11);
            minute(alarms, 1);
        }
        assertThat(alarms.changes(2 * Alarms.MOST_CHANGES)).hasSize(Alarms.MOST_CHANGES);
        assertThat(open().changes(2 * Alarms.MOST_CHANGES)).hasSize(Alarms.MOST_CHANGES);
        assertThat(table.scan(new byte[0], null, 10_000)).hasSize(Alarms.MOST_CHANGES + 1);
    }

    @Test
    void a_parent_topic_is_counted_while_an_alarm_looks_at_it_and_known_after_a_whole_minute() {
        try (Alarms alarms = open()) {
            minute(alarms, 0);
            assertThat(counted.watched).isEmpty();
            AlarmMetric metric = new AlarmMetric.TopicFigure(TopicMeasure.RECEIVE_TPS);
            alarms.add(new Alarm(
                    "a", "mqtt-one", "meters", metric, Alarm.Comparison.ABOVE, 9, 1, Alarm.Level.CRITICAL, true));
            minute(alarms, 0);
            assertThat(counted.watched).isEqualTo(Map.of("mqtt-one", Set.of("meters")));
            assertThat(alarms.all().getFirst().value()).isNull();
            counted.stats = List.of(new TopicStats("mqtt-one", "meters", 600, 60, 7));
            minute(alarms, 0);
            assertThat(alarms.all().getFirst().value()).isEqualTo(10);
            assertThat(alarms.all().getFirst().state()).isEqualTo(AlarmState.FIRING);
            counted.stats = List.of(new TopicStats("mqtt-one", "meters", 660, 60, 7));
            minute(alarms, 0);
            assertThat(alarms.all().getFirst().value()).isEqualTo(1);
            assertThat(topics.value("mqtt-one", "meters", TopicMeasure.SUBSCRIPTIONS))
                    .isEqualTo(7);
            assertThat(topics.value("mqtt-one", "others", TopicMeasure.SEND_TPS))
                    .isNull();
            alarms.delete("a");
            minute(alarms, 0);
            assertThat(counted.watched).isEmpty();
        }
    }

    private static final class CountedTopics implements TopicFigures.Source {
        private Map<String, Set<String>> watched = Map.of();
        private List<TopicStats> stats = List.of();

        @Override
        public void watch(Map<String, Set<String>> parents) {
            watched = parents;
        }

        @Override
        public List<TopicStats> stats() {
            return stats;
        }
    }
}
