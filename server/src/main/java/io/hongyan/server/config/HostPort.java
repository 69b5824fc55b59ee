package io.hongyan.server.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A host and a port in one value, as in `etcd1:2379` and `[::1]:2379`.
final class HostPort {
    private static final Pattern FORM = Pattern.compile("(?:\\[[0-9A-Fa-f:.%]+]|[0-9A-Za-z._-]+):(\\d{1,5})");

    private HostPort() {}

    /// @throws IllegalArgumentException when it is none; the message begins with the key
    static void check(String key, String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || !isPort(Integer.parseInt(matcher.group(1)))) {
            throw new IllegalArgumentException(key + " is host:port like 10.0.0.1:2379, without http://, not " + text);
        }
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= 65_535;
    }
}
