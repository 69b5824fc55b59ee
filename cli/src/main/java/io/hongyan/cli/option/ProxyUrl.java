package io.hongyan.cli.option;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.client.config.Proxy;

/// The proxy of `--proxy`, in the form of mosquitto_pub: port 1080 and the password may be left out.
final class ProxyUrl {
    private static final String DEFAULT_PORT = "1080";

    private ProxyUrl() {}

    /// @throws Failure naming what is wrong, without the password
    static Proxy parse(String text) {
        int separator = text.indexOf("://");
        if (separator < 0) {
            throw Failure.usage(
                    "--proxy is socks5h://[user[:password]@]host[:port] or http://host:port; it has no" + " '://'");
        }
        String authority = text.substring(separator + 3);
        int at = authority.lastIndexOf('@');
        String login = authority.substring(0, at + 1);
        String place = authority.substring(at + 1);
        boolean socks = text.startsWith("socks5");
        if (socks && !place.matches(".*:[0-9]+")) {
            place += ":" + DEFAULT_PORT;
        }
        if (at >= 0 && login.indexOf(':') < 0) {
            login = login.substring(0, at) + ":@";
        }
        try {
            return Proxy.parse(text.substring(0, separator + 3) + login + place);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--" + e.getMessage());
        }
    }
}
