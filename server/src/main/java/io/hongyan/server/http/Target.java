package io.hongyan.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What a request is for.
///
/// @param rawPath not decoded
/// @param rawQuery not decoded, empty without one
/// @param path decoded parts
/// @param query decoded parameters; of several with one name the last
record Target(String rawPath, String rawQuery, List<String> path, Map<String, String> query) {
    private static final Pattern AUTHORITY = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://[^/?]*");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2}).{0,2}");

    /// Parses a target as it was sent, which proxies may send with a scheme and a host.
    ///
    /// @throws IllegalArgumentException when it cannot be decoded
    static Target parse(String sent) {
        BAD_ESCAPE.matcher(sent).results().findFirst().ifPresent(bad -> {
            throw new IllegalArgumentException("the path or the query is not percent-encoded at " + bad.group()
                    + "; a percent sign itself is %25");
        });
        if (sent.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw new IllegalArgumentException("the path or the query has a character that must be percent-encoded");
        }
        String target = AUTHORITY.matcher(sent).replaceFirst("");
        int question = target.indexOf('?');
        String rawPath = question < 0 ? target : target.substring(0, question);
        List<String> path = new ArrayList<>();
        for (String part : rawPath.split("/", -1)) {
            path.add(decoded(part.replace("+", "%2B")));
        }
        path.removeFirst(); // before the first slash
        if (!path.isEmpty() && path.getLast().isEmpty()) {
            path.removeLast(); // behind one at the end
        }
        Map<String, String> query = new LinkedHashMap<>();
        String raw = question < 0 ? "" : target.substring(question + 1);
        for (String pair : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
        }
        return new Target(rawPath, raw, path, query);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
