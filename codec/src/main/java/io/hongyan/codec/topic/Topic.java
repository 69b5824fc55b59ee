package io.hongyan.codec.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.field.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A topic name (chapter 4.7): 1 to 65535 bytes of UTF-8 without U+0000 and without wildcards. Holds the
/// encoded bytes; the string is created on first use. Immutable.
public final class Topic implements Comparable<Topic> {
    /// The empty name, valid only in a 5.0 PUBLISH that has a topic alias.
    public static final Topic NONE = new Topic(new byte[0], TopicHash.of(new byte[0]), 0);

    private final byte[] utf8;
    private final int hash;
    private final int levelCount;
    private @Nullable String text; // every thread sets an equal value, so a race is harmless

    private Topic(byte[] utf8, int hash, int levelCount) {
        this.utf8 = utf8;
        this.hash = hash;
        this.levelCount = levelCount;
    }

    /// The topic with that name.
    ///
    /// @throws IllegalArgumentException when the name is empty or longer than 65535 bytes, or holds U+0000,
    ///     an unpaired surrogate, `+` or `#`
    public static Topic of(String name) {
        byte[] utf8 = Utf8.encode(name);
        if (utf8.length == 0) {
            throw new IllegalArgumentException("a topic name has at least one character");
        }
        int levels = levels(utf8);
        if (levels < 0) {
            throw new IllegalArgumentException("a topic name has no wildcards: " + name);
        }
        return new Topic(utf8, TopicHash.of(utf8), levels);
    }

    /// Decodes the name of a topic that came from the peer. The topic owns the bytes from now on.
    ///
    /// @throws ProtocolException when the bytes are not a valid topic name
    public static Topic decoded(byte[] utf8) {
        return decoded(utf8, TopicHash.of(utf8));
    }

    /// The same with a hash that is already known.
    static Topic decoded(byte[] utf8, int hash) {
        if (utf8.length == 0) {
            throw new ProtocolException(ReasonCode.TOPIC_NAME_INVALID, "MQTT-4.7.3-1", "topic name is empty");
        }
        Utf8.check(utf8, 0, utf8.length);
        int levels = levels(utf8);
        if (levels < 0) {
            throw new ProtocolException(ReasonCode.TOPIC_NAME_INVALID, "MQTT-3.3.2-2", "topic name holds a wildcard");
        }
        return new Topic(utf8, hash, levels);
    }

    /// The number of levels, or -1 when there is a wildcard.
    private static int levels(byte[] utf8) {
        int levels = 1;
        for (byte octet : utf8) {
            if (octet == '/') {
                levels++;
            } else if (octet == '+' || octet == '#') {
                return -1;
            }
        }
        return levels;
    }

    /// The length in bytes.
    public int length() {
        return utf8.length;
    }

    /// The byte at an index from 0 to `length() - 1`.
    public byte byteAt(int index) {
        return utf8[index];
    }

    /// The encoded bytes. They are shared: do not modify them.
    public byte[] utf8() {
        return utf8;
    }

    /// Whether the name begins with `$`: filters that begin with a wildcard do not match it
    /// [MQTT-4.7.2-1].
    public boolean startsWithDollar() {
        return utf8.length > 0 && utf8[0] == '$';
    }

    /// The number of levels: one more than there are slashes; 0 for [#NONE].
    public int levelCount() {
        return levelCount;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Topic that && hash == that.hash && Arrays.equals(utf8, that.utf8));
    }

    /// Computed once, over the bytes.
    @Override
    public int hashCode() {
        return hash;
    }

    /// Compares the bytes. Hash maps use it to stay fast when a client sends names with equal hashes on purpose.
    @Override
    public int compareTo(Topic other) {
        return Arrays.compareUnsigned(utf8, other.utf8);
    }

    /// The name as text.
    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = new String(utf8, UTF_8);
            text = known;
        }
        return known;
    }
}
