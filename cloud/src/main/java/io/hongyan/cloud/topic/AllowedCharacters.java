package io.hongyan.cloud.topic;

/// The characters that are allowed in client ids and topics.
public enum AllowedCharacters {
    /// Letters, digits, `-`, `_` and `@`.
    STRICT("letters, digits, -, _ and @"),
    /// The visible characters of ASCII.
    VISIBLE("visible characters of ASCII");

    private final String text;

    AllowedCharacters(String text) {
        this.text = text;
    }

    /// The characters in words, for messages.
    public String text() {
        return text;
    }

    /// Whether a client id or a level of a topic may contain that byte.
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

    /// The index of the first byte that a topic may not contain, or -1.
    public int firstBadInTopic(byte[] utf8) {
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] != '/' && !allow(utf8[i])) {
                return i;
            }
        }
        return -1;
    }

    /// The index of the first byte that a filter may not contain, or -1. Wildcards are allowed.
    public int firstBadInFilter(byte[] utf8) {
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] != '/' && utf8[i] != '+' && utf8[i] != '#' && !allow(utf8[i])) {
                return i;
            }
        }
        return -1;
    }

    /// Whether a text contains only these characters.
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
