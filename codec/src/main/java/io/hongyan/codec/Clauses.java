package io.hongyan.codec;

import java.util.Map;

/// Translates the numbers of statements of MQTT 5.0 to those of 3.1.1. MQTT 3.1 has no numbered statements; the numbers
/// of 3.1.1 are used for it, too.
final class Clauses {
    /// Handling errors. Also used for limits of the server, which 3.1.1 does not mention.
    private static final String ERRORS = "MQTT-4.8.0-1";

    private static final Map<String, String> BEFORE_5 = Map.ofEntries(
            Map.entry("1.5.5", "2.2.3"),
            Map.entry("2.1.2", "2.2.1"),
            Map.entry("2.1.4", "2.2.3"),
            Map.entry("2.2.1", "2.3.1"),
            Map.entry("4.13", ERRORS),
            Map.entry("MQTT-1.5.4-1", "MQTT-1.5.3-1"),
            Map.entry("MQTT-1.5.4-2", "MQTT-1.5.3-2"),
            Map.entry("MQTT-2.1.3-1", "MQTT-2.2.2-2"),
            Map.entry("MQTT-2.2.1-3", "MQTT-2.3.1-1"),
            Map.entry("MQTT-3.1.2-11", "MQTT-3.1.2-13"),
            Map.entry("MQTT-3.1.2-12", "MQTT-3.1.2-14"),
            Map.entry("MQTT-3.1.2-13", "MQTT-3.1.2-15"),
            Map.entry("MQTT-3.2.2-11", ERRORS),
            Map.entry("MQTT-3.2.2-14", ERRORS),
            Map.entry("MQTT-3.2.2-15", ERRORS),
            Map.entry("MQTT-3.8.3-2", "MQTT-3.8.3-3"),
            Map.entry("MQTT-4.7.1-1", "MQTT-4.7.1-2"),
            Map.entry("MQTT-4.7.1-2", "MQTT-4.7.1-3"));

    private Clauses() {}

    /// The number that a statement has in the standard of that version.
    static String in(Version version, String clause) {
        return version.isV5() ? clause : BEFORE_5.getOrDefault(clause, clause);
    }
}
