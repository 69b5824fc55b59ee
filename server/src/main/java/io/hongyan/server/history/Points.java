package io.hongyan.server.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Makes few points of many samples, for a table or a chart.
public final class Points {
    private static final double TENTHS = 10;

    private Points() {}

    /// Each point stands for `step` minutes, those between its time and the next one's; where nothing was measured
    /// there is none. In a point, a gauge and a rate have their mean, a count its sum, a latency its longest.
    ///
    /// @param samples in the order of time
    /// @param step in minutes, 1 or more
    public static List<Map<String, Object>> of(List<Sample> samples, int step, Set<Measure> measures) {
        List<Map<String, Object>> points = new ArrayList<>();
        int first = 0;
        for (int next = 1; next <= samples.size(); next++) {
            if (next == samples.size() || slot(samples.get(next), step) != slot(samples.get(first), step)) {
                points.add(point(samples.subList(first, next), step, measures));
                first = next;
            }
        }
        return points;
    }

    /// A sample belongs to the minute that it ends.
    private static long slot(Sample sample, int step) {
        return Math.floorDiv(sample.minute() - 1, step);
    }

    private static Map<String, Object> point(List<Sample> samples, int step, Set<Measure> measures) {
        Map<String, Object> point = new LinkedHashMap<>();
        long minute = slot(samples.getFirst(), step) * step;
        point.put("at", Instant.EPOCH.plus(Duration.ofMinutes(minute)).toString());
        for (Measure measure : measures) {
            double[] values = samples.stream()
                    .map(sample -> sample.values().get(measure))
                    .filter(Objects::nonNull)
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            if (values.length > 0) {
                point.put(measure.field(), number(together(measure, values)));
            }
        }
        return point;
    }

    private static double together(Measure measure, double[] values) {
        double sum = 0;
        double most = 0;
        for (double value : values) {
            sum += value;
            most = Math.max(most, value);
        }
        return switch (measure.kind()) {
            case GAUGE, RATE -> sum / values.length;
            case COUNT -> sum;
            case LATENCY -> most;
        };
    }

    /// One digit behind the point, where there is one.
    private static Number number(double value) {
        double rounded = Math.round(value * TENTHS) / TENTHS;
        if (rounded == Math.rint(rounded)) {
            return (long) rounded;
        }
        return rounded;
    }
}
