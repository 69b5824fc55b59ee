package io.hongyan.server.agreed;

import java.util.HexFormat;

/// The keys of the metadata in the agreement.
final class MetadataKeys {
    /// All of them, which are watched in one stream.
    static final String ALL = "meta/data/";

    static final String HEAD = ALL + "head";

    private static final String PAGE = ALL + "page/";
    private static final int REVISION_DIGITS = 16;

    private MetadataKeys() {}

    /// The key of a page.
    static String page(String name) {
        return PAGE + name;
    }

    /// @return the name of the page with that key; empty when it is none
    static String pageName(String key) {
        return key.startsWith(PAGE) ? key.substring(PAGE.length()) : "";
    }

    /// The revision of the head for whose successor a page was made. When the head has another one, and does not name
    /// the page, nobody will ever need it.
    static long madeFor(String name) {
        try {
            return HexFormat.fromHexDigitsToLong(name, 0, Math.min(name.length(), REVISION_DIGITS));
        } catch (IllegalArgumentException _) {
            return Long.MAX_VALUE; // nobody here made it
        }
    }
}
