package io.hongyan.codec.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.field.Utf8;
import org.jspecify.annotations.Nullable;

/// A topic filter (chapters 4.7 and 4.8.2), validated and split into share name and filter. Immutable; equal when
/// the text of the client is equal.
public final class TopicFilter {
    private static final String SHARE = "$share/";

    private final String text;
    private final @Nullable String shareName;
    private final String filter;
    private final byte[] utf8;
    private final int levelCount;
    private final boolean hasWildcard;

    private TopicFilter(String text, @Nullable String shareName, String filter) {
        this.text = text;
        this.shareName = shareName;
        this.filter = filter;
        this.utf8 = filter.getBytes(UTF_8);
        int levels = 1;
        boolean wildcard = false;
        for (byte octet : utf8) {
            if (octet == '/') {
                levels++;
            }
            wildcard |= octet == '+' || octet == '#';
        }
        this.levelCount = levels;
        this.hasWildcard = wildcard;
    }

    /// Validates a filter and splits it.
    ///
    /// @throws ProtocolException with [ReasonCode#TOPIC_FILTER_INVALID] and the broken clause
    public static TopicFilter parse(String text) {
        checkText(text);
        if (!text.startsWith(SHARE)) {
            checkWildcards(text);
            return new TopicFilter(text, null, text);
        }
        int slash = text.indexOf('/', SHARE.length());
        String shareName = text.substring(SHARE.length(), slash < 0 ? text.length() : slash);
        if (shareName.isEmpty()) {
            throw invalid("MQTT-4.8.2-1", "the share name is empty");
        }
        if (shareName.indexOf('+') >= 0 || shareName.indexOf('#') >= 0) {
            throw invalid("MQTT-4.8.2-2", "the share name holds a wildcard");
        }
        if (slash < 0 || slash + 1 == text.length()) {
            throw invalid("MQTT-4.8.2-2", "no topic filter follows the share name");
        }
        String filter = text.substring(slash + 1);
        checkWildcards(filter);
        return new TopicFilter(text, shareName, filter);
    }

    private static void checkText(String text) {
        if (text.isEmpty()) {
            throw invalid("MQTT-4.7.3-1", "the topic filter is empty");
        }
        if (text.indexOf('\0') >= 0) {
            throw invalid("MQTT-4.7.3-2", "the topic filter holds U+0000");
        }
        if (text.getBytes(UTF_8).length > Utf8.MAX_LENGTH) {
            throw invalid("MQTT-4.7.3-3", "the topic filter has more than 65535 bytes");
        }
        try {
            Utf8.length(text);
        } catch (IllegalArgumentException e) {
            throw invalid("MQTT-1.5.4-1", "the topic filter is no text: " + e.getMessage());
        }
    }

    private static void checkWildcards(String filter) {
        int length = filter.length();
        for (int i = 0; i < length; i++) {
            char c = filter.charAt(i);
            if (c != '+' && c != '#') {
                continue;
            }
            boolean opensLevel = i == 0 || filter.charAt(i - 1) == '/';
            if (c == '#' && !(opensLevel && i + 1 == length)) {
                throw invalid("MQTT-4.7.1-1", "# stands alone in the last level, not at index " + i);
            }
            boolean endsLevel = i + 1 == length || filter.charAt(i + 1) == '/';
            if (!opensLevel || !endsLevel) {
                throw invalid("MQTT-4.7.1-2", "+ fills a whole level, not so at index " + i);
            }
        }
    }

    private static ProtocolException invalid(String clause, String message) {
        return new ProtocolException(ReasonCode.TOPIC_FILTER_INVALID, clause, message);
    }

    /// The share name, or null when the subscription is not shared.
    public @Nullable String shareName() {
        return shareName;
    }

    /// Whether this is `$share/name/filter`.
    public boolean isShared() {
        return shareName != null;
    }

    /// The filter that topics are matched against, without `$share/name/`.
    public String filter() {
        return filter;
    }

    /// The text that the client gave.
    public String text() {
        return text;
    }

    /// The encoded bytes of [#filter()]. They are shared: do not modify them.
    public byte[] utf8() {
        return utf8;
    }

    /// Whether [#filter()] holds `+` or `#`.
    public boolean hasWildcard() {
        return hasWildcard;
    }

    /// Whether [#filter()] begins with `+` or `#`, so that it does not match topics that begin with `$`
    /// [MQTT-4.7.2-1].
    public boolean startsWithWildcard() {
        return utf8[0] == '+' || utf8[0] == '#';
    }

    /// The number of levels of [#filter()]: one more than there are slashes.
    public int levelCount() {
        return levelCount;
    }

    /// Whether the filter matches a topic.
    public boolean matches(Topic topic) {
        if (topic.startsWithDollar() && startsWithWildcard()) {
            return false;
        }
        byte[] name = topic.utf8();
        int at = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte octet = utf8[i];
            if (octet == '#') {
                return true;
            }
            if (octet == '+') {
                while (at < name.length && name[at] != '/') {
                    at++;
                }
            } else if (at < name.length && name[at] == octet) {
                at++;
            } else {
                // a/# also matches its parent a.
                return at == name.length && octet == '/' && i + 2 == utf8.length && utf8[i + 1] == '#';
            }
        }
        return at == name.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TopicFilter that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// The text that the client gave.
    @Override
    public String toString() {
        return text;
    }
}
