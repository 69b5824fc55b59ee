package io.hongyan.testkit.sim;

import io.hongyan.testkit.sim.model.ClientKey;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;

/// What happened in a run: as a number, to tell whether two runs are the same, and if wanted as lines, the last ones.
final class Trace {
    private static final long FACTOR = 0x100_0000_01b3L;
    private static final int SHOWN = 24;

    private final int most;
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private long hash = 0xcbf2_9ce4_8422_2325L;

    /// @param most lines to keep; 0 for none
    Trace(int most) {
        this.most = most;
    }

    void add(long micros, Supplier<String> line) {
        mix(micros);
        if (most > 0) {
            keep(micros, line.get());
        }
    }

    void add(long micros, ClientKey key, byte[] frame) {
        mix(micros);
        mix(key.hashCode());
        for (byte octet : frame) {
            hash = (hash ^ (octet & 0xff)) * FACTOR;
        }
        if (most > 0) {
            keep(micros, key + " receives " + shown(frame));
        }
    }

    private static String shown(byte[] frame) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(SHOWN, frame.length); i++) {
            text.append("%02x".formatted(frame[i]));
        }
        return text + (frame.length > SHOWN ? "... (" + frame.length + " bytes)" : "");
    }

    private void mix(long value) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            hash = (hash ^ (value >>> shift & 0xff)) * FACTOR;
        }
    }

    private void keep(long micros, String line) {
        if (lines.size() == most) {
            lines.remove();
        }
        lines.add("%,d us %s".formatted(micros, line));
    }

    long hash() {
        return hash;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
