package io.hongyan.cloud.topic;

/// Which characters names hold.
public enum Characters {
    /// Letters, digits, `-`, `_`, and the `@` of client ids.
    STRICT("letters, digits, -, _ and @"),
    /// What can be seen of ASCII.
    VISIBLE("visible characters of ASCII");

    private final String text;

    Characters(String text) {
        this.text = text;
    }

    /// The set in words, for messages.
    public String text() {
        return text;
    }

    /// Whether one level of a topic, or a client id, may hold that octet.
    public boolean allow(byte octet) {
        return switch (this) {
            case STRICT ->
                (octet >= 'a' && octet <= 'z')
                        || (octet >= 'A' && octet <= 'Z')
                        || (octet >= '0' && octet <= '9')
                        || octet == '-'
                        || octet == '_'
                        || octet == '@';
            case VISIBLE -> octet > ' ' && octet < 0x7f;
        };
    }

    /// The index of the first octet that a topic may not hold, or -1.
    public int firstBadInTopic(byte[] utf8) {
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] != '/' && !allow(utf8[i])) {
                return i;
            }
        }
        return -1;
    }

    /// The same for a filter, in which wildcards stand where they may.
    public int firstBadInFilter(byte[] utf8) {
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] != '/' && utf8[i] != '+' && utf8[i] != '#' && !allow(utf8[i])) {
                return i;
            }
        }
        return -1;
    }

    /// Whether a client id, or a part of one, holds these characters only.
    public boolean allowAll(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || !allow((byte) c)) {
                return false;
            }
        }
        return true;
    }
}
