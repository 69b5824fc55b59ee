package io.hongyan.server.alarm;

/// A threshold of a metric.
///
/// @param id never changes
/// @param instance empty for a metric of the whole service
/// @param topic a parent topic, for a metric of topics; else empty
/// @param minutes how many minutes, one after the other, must all be beyond the threshold, 1 to 60
/// @param enabled whether it is looked at
public record Alarm(
        String id,
        String instance,
        String topic,
        AlarmMetric metric,
        Comparison comparison,
        double threshold,
        int minutes,
        Level level,
        boolean enabled) {
    private static final int MOST_MINUTES = 60;
    private static final int LONGEST_TOPIC = 256;

    /// On which side of the threshold something is wrong.
    public enum Comparison {
        ABOVE,
        BELOW
    }

    /// How much it matters.
    public enum Level {
        WARNING,
        CRITICAL
    }

    public Alarm {
        if (minutes < 1 || minutes > MOST_MINUTES) {
            throw new IllegalArgumentException("minutes is 1 to " + MOST_MINUTES + ", not " + minutes);
        }
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("threshold is a number");
        }
        if (metric.perInstance() && instance.isEmpty()) {
            throw new IllegalArgumentException(
                    "metric " + metric.field() + " is one of an instance; name it with instance");
        }
        if (!metric.perInstance() && !instance.isEmpty()) {
            throw new IllegalArgumentException(
                    "metric " + metric.field() + " is one of the whole service; leave instance out");
        }
        checkTopic(metric, topic);
    }

    private static void checkTopic(AlarmMetric metric, String topic) {
        if (metric.perTopic() && topic.isEmpty()) {
            throw new IllegalArgumentException(
                    "metric " + metric.field() + " is one of a parent topic; name it with topic");
        }
        if (!metric.perTopic() && !topic.isEmpty()) {
            throw new IllegalArgumentException("metric " + metric.field() + " is none of a topic; leave topic out");
        }
        if (topic.length() > LONGEST_TOPIC || !topic.matches("[^/+#\\x00]*")) {
            throw new IllegalArgumentException("topic is a parent topic, one level of at most " + LONGEST_TOPIC
                    + " characters without wildcards, not " + topic);
        }
    }

    boolean isBeyond(double value) {
        return comparison == Comparison.ABOVE ? value > threshold : value < threshold;
    }
}
