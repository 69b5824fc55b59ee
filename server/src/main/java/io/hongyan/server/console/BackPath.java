package io.hongyan.server.console;

import java.util.Locale;
import java.util.regex.Pattern;

/// Where a page leads after the login: a path below `/console`, and nothing that a browser could take for another
/// place.
final class BackPath {
    private static final int LONGEST = 2000;
    /// What may stand in a path and a query (RFC 3986, chapters 3.3 and 3.4).
    private static final Pattern PLAIN =
            Pattern.compile("/[A-Za-z0-9_.~!$&'()*+,;=:@%/-]*(\\?[A-Za-z0-9_.~!$&'()*+,;=:@%/?-]*)?");

    /// What pages let stand, and a header should not.
    private static final Pattern LOOSE = Pattern.compile("[\\[\\]{}|^`]");

    private static final Pattern DOTS = Pattern.compile("(^|/)\\.{1,2}(/|$)");

    private BackPath() {}

    /// @return it, or `/` for what it must not be
    static String of(String given) {
        String asked = LOOSE.matcher(given)
                .replaceAll(each -> "%%%02X".formatted((int) each.group().charAt(0)));
        if (asked.length() > LONGEST || !PLAIN.matcher(asked).matches()) {
            return "/";
        }
        String path = asked.split("\\?", 2)[0].toLowerCase(Locale.ROOT).replace("%2e", ".");
        return DOTS.matcher(path).find() || path.contains("//") ? "/" : asked;
    }
}
