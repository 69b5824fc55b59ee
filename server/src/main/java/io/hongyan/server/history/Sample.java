package io.hongyan.server.history;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;

/// The measures of one minute.
///
/// @param minute its end, in minutes since 1970
/// @param values those that are known
public record Sample(long minute, Map<Measure, Double> values) {
    private static final byte FORMAT = 1;

    /// As a row: the format, and eight bytes for each measure in their order; one that is not known is no number.
    byte[] row() {
        ByteBuffer row = ByteBuffer.allocate(1 + Double.BYTES * Measure.values().length);
        row.put(FORMAT);
        for (Measure measure : Measure.values()) {
            row.putDouble(values.getOrDefault(measure, Double.NaN));
        }
        return row.array();
    }

    /// A row of this version, of one before, which has fewer measures, or of a later one, which has more.
    ///
    /// @throws IllegalArgumentException when it is none
    static Sample of(long minute, byte[] bytes) {
        ByteBuffer row = ByteBuffer.wrap(bytes);
        if (bytes.length == 0 || row.get() != FORMAT) {
            throw new IllegalArgumentException("a row of another format");
        }
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            if (row.remaining() < Double.BYTES) {
                break;
            }
            double value = row.getDouble();
            if (!Double.isNaN(value)) {
                values.put(measure, value);
            }
        }
        return new Sample(minute, values);
    }
}
