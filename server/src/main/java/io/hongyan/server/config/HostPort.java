package io.hongyan.server.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A host and a port in one value, as in `etcd1:2379` and `[::1]:2379`.
public record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[0-9A-Za-z._-]+):(\\d{1,5})");

    /// @throws IllegalArgumentException when it is none; the message begins with the key
    static void check(String key, String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || number(matcher) < 1 || number(matcher) > 65_535) {
            throw new IllegalArgumentException(key + " is host:port like 10.0.0.1:2379, without http://, not " + text);
        }
    }

    /// Of a value that was checked.
    public static HostPort of(String text) {
        check("the address", text);
        Matcher matcher = FORM.matcher(text);
        var _ = matcher.matches();
        String host = matcher.group(1);
        return new HostPort(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, number(matcher));
    }

    private static int number(Matcher matcher) {
        return Integer.parseInt(matcher.group(2));
    }
}
