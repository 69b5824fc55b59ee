package io.hongyan.server.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.server.history.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: an alarm fires when it should, and neither for one bad minute nor for want of numbers.
class WatchTest {
    private static Alarm alarm(Alarm.Comparison comparison, int minutes) {
        return new Alarm(
                "a",
                "",
                "",
                new AlarmMetric.ServiceFigure(Measure.CONNECTIONS),
                comparison,
                10,
                minutes,
                Alarm.Level.WARNING,
                true);
    }

    private static String states(Alarm alarm, Double... values) {
        Watch watch = new Watch(alarm, AlarmState.UNKNOWN, 0);
        List<String> states = new ArrayList<>();
        Arrays.asList(values).forEach(value -> {
            watch.state(watch.measured(value), 1);
            states.add(watch.state().name().substring(0, 1));
        });
        return String.join("", states);
    }

    @Test
    void all_minutes_must_be_beyond_the_threshold() {
        Alarm above = alarm(Alarm.Comparison.ABOVE, 3);
        assertThat(states(above, 11.0, 12.0, 13.0, 14.0, 10.0, 11.0, 11.0)).isEqualTo("UUFFOOO");
        assertThat(states(above, 1.0, 12.0, 13.0, 1.0, 12.0, 13.0, 14.0)).isEqualTo("OOOOOOF");
        assertThat(states(alarm(Alarm.Comparison.BELOW, 1), 10.0, 9.0, 10.0)).isEqualTo("OFO");
    }

    @Test
    void without_a_value_for_as_many_minutes_it_is_unknown() {
        assertThat(states(alarm(Alarm.Comparison.ABOVE, 2), 1.0, null, null, 1.0))
                .isEqualTo("OOUO");
        assertThat(states(alarm(Alarm.Comparison.ABOVE, 2), 11.0, null, 11.0, 11.0, null, 11.0, null, null))
                .isEqualTo("UUUFFFFU");
    }

    @Test
    void another_definition_begins_anew() {
        Watch watch = new Watch(alarm(Alarm.Comparison.ABOVE, 2), AlarmState.OK, 0);
        assertThat(watch.measured(11.0)).isEqualTo(AlarmState.OK);
        watch.alarm(alarm(Alarm.Comparison.ABOVE, 2));
        assertThat(watch.value()).isNull();
        assertThat(watch.measured(11.0)).isEqualTo(AlarmState.OK);
        assertThat(watch.measured(11.0)).isEqualTo(AlarmState.FIRING);
    }

    @Test
    void a_metric_of_an_instance_needs_one() {
        assertThatThrownBy(() -> new Alarm(
                        "a",
                        "",
                        "",
                        new AlarmMetric.InstanceFigure(InstanceMeasure.CONNECTIONS),
                        Alarm.Comparison.ABOVE,
                        1,
                        1,
                        Alarm.Level.WARNING,
                        true))
                .hasMessageContaining("name it with instance");
        assertThatThrownBy(() -> alarm(Alarm.Comparison.ABOVE, 61)).hasMessage("minutes is 1 to 60, not 61");
    }

    @ParameterizedTest
    @CsvSource({
        "topicSendTps, '', name it with topic",
        "topicSendTps, a/b, one level",
        "topicSendTps, a#, one level",
        "connections, a, leave topic out"
    })
    void a_metric_of_a_topic_needs_a_parent_topic_and_no_other_has_one(String metric, String topic, String why) {
        AlarmMetric of = AlarmMetric.find(metric, true).orElseThrow();
        assertThatThrownBy(() ->
                        new Alarm("a", "mqtt-one", topic, of, Alarm.Comparison.ABOVE, 1, 1, Alarm.Level.WARNING, true))
                .hasMessageContaining(why);
    }
}
