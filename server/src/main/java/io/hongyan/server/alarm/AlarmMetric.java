package io.hongyan.server.alarm;

import io.hongyan.server.history.Measure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What an alarm can look at: a measure of the service, one of an instance, or one of a parent topic in it. All are
/// taken once a minute.
public sealed interface AlarmMetric {
    /// Its name in requests and answers.
    String field();

    /// What its number counts, for people.
    String unit();

    /// Whether it is one of an instance, or of a topic in it.
    boolean perInstance();

    /// Whether it is one of a topic.
    default boolean perTopic() {
        return false;
    }

    /// One of the whole service.
    record ServiceFigure(Measure measure) implements AlarmMetric {
        @Override
        public String field() {
            return measure.field();
        }

        @Override
        public String unit() {
            return switch (measure) {
                case CONNECTIONS, SESSIONS, SUBSCRIPTIONS, RETAINED_MESSAGES, MESSAGES_WAITING -> "count";
                case QUEUED_BYTES, STORED_BYTES, HEAP_BYTES -> "bytes";
                case BYTES_RECEIVED, BYTES_SENT -> "bytes a minute";
                case MESSAGES_RECEIVED,
                        MESSAGES_SENT,
                        CONNECTS,
                        CONNECTS_REFUSED,
                        DISCONNECTS,
                        PUBLISHES_REFUSED,
                        SUBSCRIBES_REFUSED,
                        MESSAGES_DROPPED,
                        LISTENER_TROUBLES,
                        INTERNAL_ERRORS -> "a minute";
                case CPU_PERCENT -> "percent of one core";
                case ANSWER_P99_MILLIS, SHARD_DELAY_P99_MILLIS -> "milliseconds";
            };
        }

        @Override
        public boolean perInstance() {
            return false;
        }
    }

    /// One of an instance.
    record InstanceFigure(InstanceMeasure measure) implements AlarmMetric {
        @Override
        public String field() {
            return measure.field();
        }

        @Override
        public String unit() {
            return measure.unit();
        }

        @Override
        public boolean perInstance() {
            return true;
        }
    }

    /// One of a parent topic of an instance.
    record TopicFigure(TopicMeasure measure) implements AlarmMetric {
        @Override
        public String field() {
            return measure.field();
        }

        @Override
        public String unit() {
            return measure.unit();
        }

        @Override
        public boolean perInstance() {
            return true;
        }

        @Override
        public boolean perTopic() {
            return true;
        }
    }

    /// All of them.
    static List<AlarmMetric> all() {
        return Stream.<Stream<? extends AlarmMetric>>of(
                        Arrays.stream(Measure.values()).map(ServiceFigure::new),
                        Arrays.stream(InstanceMeasure.values()).map(InstanceFigure::new),
                        Arrays.stream(TopicMeasure.values()).map(TopicFigure::new))
                .<AlarmMetric>flatMap(each -> each)
                .toList();
    }

    /// The one of that name; the same name may stand for the service and for an instance.
    static Optional<AlarmMetric> find(String field, boolean perInstance) {
        return all().stream()
                .filter(each -> each.field().equals(field) && each.perInstance() == perInstance)
                .findFirst();
    }
}
