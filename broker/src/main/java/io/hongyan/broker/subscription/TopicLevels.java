package io.hongyan.broker.subscription;

import java.util.Arrays;

/// TopicLevels inside the bytes of topics and filters. A position is the index where a level begins; behind the last
/// level it is `length + 1`, so that an empty last level (`a/`) has a position of its own.
public final class TopicLevels {
    /// The rest of the topic does not match the label.
    static final int MISMATCH = -1;

    /// The label ended with `#` and the rest of the topic, or its parent, matches.
    static final int ALL = -2;

    private TopicLevels() {}

    /// The end of the level that begins at a position: the index of its slash, or the length.
    public static int end(byte[] utf8, int from) {
        int at = from;
        while (at < utf8.length && utf8[at] != '/') {
            at++;
        }
        return at;
    }

    /// The hash of `utf8[from, to)`. All its 32 bits are good.
    static int hash(byte[] utf8, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 0x0100_0193 ^ utf8[i];
        }
        hash = (hash ^ hash >>> 15) * 0x85eb_ca6b;
        return hash ^ hash >>> 13;
    }

    public static boolean isPlus(byte[] utf8, int from) {
        return from < utf8.length && utf8[from] == '+';
    }

    public static boolean isHash(byte[] utf8, int from) {
        return from < utf8.length && utf8[from] == '#';
    }

    /// The position in the topic behind all the levels of a label that may hold wildcards; or [#MISMATCH] or [#ALL].
    static int match(byte[] label, byte[] topic, int from) {
        int at = from;
        for (int i = 0; i < label.length; i++) {
            byte octet = label[i];
            if (at < topic.length && topic[at] == octet) {
                at++;
            } else if (octet == '+') {
                at = end(topic, at);
            } else if (octet == '#') {
                return ALL;
            } else {
                // a/# also matches its parent a.
                boolean parent = at == topic.length && octet == '/' && isHash(label, i + 1);
                return parent ? ALL : MISMATCH;
            }
        }
        return at == topic.length || topic[at] == '/' ? at + 1 : MISMATCH;
    }

    /// The length of the levels that a label and the rest of a filter have in common; -1 when not even one.
    static int common(byte[] label, byte[] filter, int from) {
        int common = -1;
        int at = 0;
        while (at < label.length && from + at < filter.length && label[at] == filter[from + at]) {
            if (label[at] == '/') {
                common = at;
            }
            at++;
        }
        boolean labelEnds = at == label.length || label[at] == '/';
        boolean filterEnds = from + at == filter.length || filter[from + at] == '/';
        return labelEnds && filterEnds ? at : common;
    }

    /// From a position to the end.
    static byte[] rest(byte[] utf8, int from) {
        return from == 0 ? utf8 : Arrays.copyOfRange(utf8, from, utf8.length);
    }

    /// Two labels one below the other.
    static byte[] join(byte[] upper, byte[] lower) {
        byte[] both = Arrays.copyOf(upper, upper.length + 1 + lower.length);
        both[upper.length] = '/';
        System.arraycopy(lower, 0, both, upper.length + 1, lower.length);
        return both;
    }
}
