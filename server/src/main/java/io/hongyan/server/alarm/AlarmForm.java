package io.hongyan.server.alarm;

import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Alarms as objects of JSON.
public final class AlarmForm {
    private AlarmForm() {}

    /// An alarm with all that was chosen for it.
    public static Map<String, Object> view(Alarm alarm) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", alarm.id());
        if (!alarm.instance().isEmpty()) {
            view.put("instance", alarm.instance());
        }
        if (!alarm.topic().isEmpty()) {
            view.put("topic", alarm.topic());
        }
        view.put("metric", alarm.metric().field());
        view.put("comparison", word(alarm.comparison()));
        view.put("threshold", number(alarm.threshold()));
        view.put("minutes", alarm.minutes());
        view.put("level", word(alarm.level()));
        view.put("enabled", alarm.enabled());
        return view;
    }

    /// The alarm of a view.
    ///
    /// @throws JsonException when it is none
    static Alarm read(JsonFields fields) {
        String instance = fields.optionalText("instance").orElse("");
        String metric = fields.text("metric");
        try {
            return new Alarm(
                    fields.text("id"),
                    instance,
                    fields.optionalText("topic").orElse(""),
                    AlarmMetric.find(metric, !instance.isEmpty())
                            .orElseThrow(() -> new JsonException("there is no metric " + metric)),
                    Alarm.Comparison.valueOf(fields.text("comparison").toUpperCase(Locale.ROOT)),
                    decimal(fields, "threshold"),
                    (int) fields.number("minutes"),
                    Alarm.Level.valueOf(fields.text("level").toUpperCase(Locale.ROOT)),
                    fields.truth("enabled", true));
        } catch (IllegalArgumentException e) {
            throw new JsonException(String.valueOf(e.getMessage()));
        }
    }

    /// The number of that name, whole or not.
    ///
    /// @throws JsonException when it is missing or something else
    public static double decimal(JsonFields fields, String name) {
        Object value = fields.values().get(name);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new JsonException(value == null ? name + " is missing" : name + " is a number");
    }

    /// Without a point where there is nothing behind it.
    public static Number number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE) {
            return (long) value;
        }
        return value;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
