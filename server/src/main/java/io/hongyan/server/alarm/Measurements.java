package io.hongyan.server.alarm;

import io.hongyan.broker.InstanceStats;
import io.hongyan.server.history.Sample;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The values of the last minute, of the service and of its instances. One thread.
final class Measurements {
    private final Supplier<List<InstanceStats>> stats;
    private final Supplier<List<String>> instances;
    private final Peaks peaks;
    private final TopicFigures topics;
    private Map<String, InstanceStats> before = Map.of();
    private Map<String, InstanceStats> now = Map.of();
    private Map<String, Double> most = Map.of();
    private Set<String> known = Set.of();
    private @Nullable Sample sample;

    /// @param stats what the instances hold that have been used since the start
    /// @param instances those that exist
    /// @param peaks of their seconds
    Measurements(
            Supplier<List<InstanceStats>> stats, Supplier<List<String>> instances, Peaks peaks, TopicFigures topics) {
        this.stats = stats;
        this.instances = instances;
        this.peaks = peaks;
        this.topics = topics;
    }

    /// A second is over.
    ///
    /// @param wanted whether an alarm looks at the most of a second
    void second(boolean wanted) {
        if (wanted) {
            peaks.look();
        } else {
            peaks.rest();
        }
    }

    /// A minute is over.
    ///
    /// @param wanted parent topics that alarms look at, by instance
    void take(Sample taken, Map<String, Set<String>> wanted) {
        sample = taken;
        before = now;
        now = new HashMap<>();
        stats.get().forEach(each -> now.put(each.instance(), each));
        most = peaks.take();
        topics.take(wanted);
        known = new HashSet<>(instances.get());
    }

    /// The value that an alarm looks at; null when there is none.
    @Nullable
    Double of(Alarm alarm) {
        Sample last = sample;
        return switch (alarm.metric()) {
            case AlarmMetric.ServiceFigure service ->
                last == null ? null : last.values().get(service.measure());
            case AlarmMetric.InstanceFigure own ->
                known.contains(alarm.instance()) ? value(alarm.instance(), own) : null;
            case AlarmMetric.TopicFigure own ->
                known.contains(alarm.instance()) ? topics.value(alarm.instance(), alarm.topic(), own.measure()) : null;
        };
    }

    private double value(String instance, AlarmMetric.InstanceFigure metric) {
        InstanceStats present = now.get(instance);
        return present == null
                ? 0
                : metric.measure().value(before.get(instance), present, most.getOrDefault(instance, 0.0));
    }
}
