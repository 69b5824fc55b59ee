package io.hongyan.cloud.certificate;

import java.util.function.IntPredicate;

/// Names in certificates, for sentences. Whoever makes a certificate chooses them: they could move the cursor of a
/// terminal, forge a line or fill a log.
final class ShownName {
    /// The most characters of a host name, which has 253.
    private static final int LONGEST = 253;

    private ShownName() {}

    /// A name of a person or a thing, in any script.
    static String of(String name) {
        return shown(name, ShownName::visible);
    }

    /// A host name: all but printable ASCII is escaped.
    static String ofHost(String name) {
        return shown(name, ShownName::printable);
    }

    private static boolean printable(int c) {
        return c >= ' ' && c <= '~';
    }

    private static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> false;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String shown(String name, IntPredicate harmless) {
        StringBuilder out = new StringBuilder();
        name.codePoints().limit(LONGEST).forEach(c -> {
            if (harmless.test(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(String.format("\\u%04x", c));
            }
        });
        return name.length() > LONGEST ? out + "... (" + name.length() + " characters)" : out.toString();
    }
}
