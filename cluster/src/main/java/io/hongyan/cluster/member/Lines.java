package io.hongyan.cluster.member;

import java.util.HashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Records as text: a line `name value` for each. Names that are not known are skipped, so that nodes of two versions
/// understand each other.
final class Lines {
    private Lines() {}

    static String write(SequencedMap<String, String> values) {
        var text = new StringBuilder();
        values.forEach((name, value) -> {
            if (value.indexOf('\n') >= 0) {
                throw new IllegalArgumentException(name + " has a line break");
            }
            text.append(name).append(' ').append(value).append('\n');
        });
        return text.toString();
    }

    static Map<String, String> read(String text) {
        var values = new HashMap<String, String>();
        text.lines().forEach(line -> {
            int space = line.indexOf(' ');
            if (space > 0) {
                values.put(line.substring(0, space), line.substring(space + 1));
            }
        });
        return values;
    }

    /// @throws NumberFormatException when it is not a number
    static long number(Map<String, String> values, String name, long otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Long.parseLong(value);
    }
}
