package io.hongyan.server.metrics;

import io.hongyan.server.alarm.Alarm;
import io.hongyan.server.alarm.Alarms;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// How many alarms fire, and how many notices of alarms were lost.
public final class AlarmMetrics implements Supplier<List<MetricSnapshot>> {
    private final Alarms alarms;

    public AlarmMetrics(Alarms alarms) {
        this.alarms = alarms;
    }

    @Override
    public List<MetricSnapshot> get() {
        Map<String, Long> firing = new LinkedHashMap<>();
        Map<Alarm.Level, Long> present = alarms.firing();
        for (Alarm.Level level : Alarm.Level.values()) {
            firing.put(level.name().toLowerCase(Locale.ROOT), present.getOrDefault(level, 0L));
        }
        return List.of(
                MetricFamily.gauge("alarms_firing", "Alarms that fire.", "level", firing),
                MetricFamily.counter(
                        "alarm_notices_failed",
                        "Notices of alarms that did not reach their receiver.",
                        alarms.failedNotices()));
    }
}
