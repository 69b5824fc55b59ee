package io.hongyan.client.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A host and perhaps a port, as they stand in a URL. Unlike Java's, a host may have underscores, as names of
/// containers and devices do.
///
/// @param host a name or an address; an IPv6 address without brackets
/// @param port 0 to 99999; -1 = none is given
record HostAndPort(String host, int port) {
    static final int NONE = -1;

    private static final Pattern FORM = Pattern.compile(
            "(?:\\[([0-9a-fA-F:.]+)(?:%(?:25)?([0-9a-zA-Z._~-]+))?]|([\\p{L}\\p{N}._~-]+))(?::(\\d{1,5})?)?");

    /// Reads `host[:port]`; an IPv6 address has brackets.
    ///
    /// @throws IllegalArgumentException when it is none; the message is the end of a sentence that begins with its name
    static HostAndPort parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            String zone = form.group(2) == null ? "" : "%" + form.group(2);
            String host = form.group(1) == null ? form.group(3) : form.group(1) + zone;
            return new HostAndPort(host, form.group(4) == null ? NONE : Integer.parseInt(form.group(4)));
        }
        if (!text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':')) {
            throw new IllegalArgumentException(
                    "has an IPv6 address without brackets: write [::1]:1883, unlike " + text);
        }
        if (text.isEmpty() || text.startsWith(":")) {
            throw new IllegalArgumentException("has no host");
        }
        throw new IllegalArgumentException("has no host and port that can be read: " + text);
    }
}
