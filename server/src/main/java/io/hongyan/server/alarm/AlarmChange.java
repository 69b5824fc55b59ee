package io.hongyan.server.alarm;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A state that an alarm got.
///
/// @param at in milliseconds since 1970
/// @param value of the last minute; null when there was none
public record AlarmChange(
        long at, Alarm alarm, AlarmState state, @Nullable Double value) {
    /// As an object of JSON.
    public Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("at", Instant.ofEpochMilli(at).toString());
        view.putAll(AlarmForm.view(alarm));
        view.remove("enabled");
        view.put("state", AlarmForm.word(state));
        if (value != null) {
            view.put("value", AlarmForm.number(value));
        }
        return view;
    }

    /// In a sentence.
    String sentence() {
        String what = "alarm " + alarm.id() + " (" + AlarmForm.word(alarm.level()) + "): "
                + alarm.metric().field() + of(alarm.topic()) + of(alarm.instance());
        String threshold = AlarmForm.word(alarm.comparison()) + " " + AlarmForm.number(alarm.threshold());
        return switch (state) {
            case FIRING -> what + " is " + told() + ", and has been " + threshold + " for " + minutes();
            case OK -> what + " is " + told() + ", and not " + threshold + " any more";
            case UNKNOWN -> what + ": it is not known any more whether it is " + threshold;
        };
    }

    private static String of(String name) {
        return name.isEmpty() ? "" : " of " + name;
    }

    private String told() {
        return value == null ? "unknown" : AlarmForm.number(value).toString();
    }

    private String minutes() {
        return alarm.minutes() == 1 ? "1 minute" : alarm.minutes() + " minutes";
    }
}
