package io.hongyan.server.alarm;

import io.hongyan.server.history.Measure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What an alarm can look at: a measure of the service, or one of an instance. Both are taken once a minute.
public sealed interface AlarmMetric {
    /// Its name in requests and answers.
    String field();

    /// What its number counts, for people.
    String unit();

    boolean perInstance();

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

    /// All of them.
    static List<AlarmMetric> all() {
        return Stream.concat(
                        Arrays.stream(Measure.values()).map(ServiceFigure::new).map(AlarmMetric.class::cast),
                        Arrays.stream(InstanceMeasure.values()).map(InstanceFigure::new))
                .toList();
    }

    /// The one of that name; the same name may stand for the service and for an instance.
    static Optional<AlarmMetric> find(String field, boolean perInstance) {
        return all().stream()
                .filter(each -> each.field().equals(field) && each.perInstance() == perInstance)
                .findFirst();
    }
}
