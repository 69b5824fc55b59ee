package io.hongyan.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/// Percent-encoding as signed requests have it (RFC 3986): letters, digits, `-`, `_`, `.` and `~` stand for themselves,
/// every other byte of the UTF-8 form becomes `%XX`.
public final class PercentEncoding {
    private PercentEncoding() {}

    /// @param text any text; half of a surrogate pair becomes a question mark
    public static String encode(String text) {
        // URLEncoder writes forms, which differ in these three characters.
        return URLEncoder.encode(text, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
