package io.hongyan.server.log;

/// Escapes untrusted text for a log: one line, no control characters, no direction marks, bounded length.
public final class LogEscaper {
    /// Of a name that a client chose.
    private static final int MAX_NAME = 160;
    /// Of a sentence, which may hold such names and ends with what to do.
    private static final int MAX_SENTENCE = 1000;

    private LogEscaper() {}

    /// In quotes, so that its end is seen.
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        append(out, text, true);
        return out.append('"').toString();
    }

    /// At most as long as a sentence may be; for JSON, which escapes by itself.
    public static String shortened(String text) {
        return text.length() <= MAX_SENTENCE
                ? text
                : text.substring(0, MAX_SENTENCE) + "... (" + text.length() + " characters)";
    }

    /// Without quotes, for sentences.
    public static String plain(String text) {
        StringBuilder out = new StringBuilder(text.length());
        append(out, text, false);
        return out.toString();
    }

    /// All of it; most texts are harmless and stay as they are.
    public static String oneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!harmless(text, i)) {
                StringBuilder out = new StringBuilder(text.length() + 16);
                append(out, text, text.length(), false);
                return out.toString();
            }
        }
        return text;
    }

    private static void append(StringBuilder out, String text, boolean quoted) {
        append(out, text, Math.min(text.length(), quoted ? MAX_NAME : MAX_SENTENCE), quoted);
    }

    private static void append(StringBuilder out, String text, int end, boolean quoted) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (quoted && (c == '"' || c == '\\')) {
                out.append('\\').append(c);
            } else if (harmless(text, i)) {
                out.append(c);
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        if (end < text.length()) {
            out.append("... (").append(text.length()).append(" characters)");
        }
    }

    private static boolean harmless(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
