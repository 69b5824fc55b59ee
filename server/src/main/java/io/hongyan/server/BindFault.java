package io.hongyan.server;

import java.util.Locale;

/// Says why an address cannot be listened on, and what to do.
final class BindFault {
    private BindFault() {}

    /// @param what listens there, for people
    /// @param key of the configuration, above `bind` and `port`
    static String text(String what, String key, String host, int port, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        String known = reason.toLowerCase(Locale.ROOT);
        String place = "cannot listen on " + Server.bracketed(host) + ":" + port + " for " + what + ": ";
        if (known.contains("in use")) {
            return place + "another process uses the port; end that one, or choose another port: --set " + key
                    + ".port=PORT (auto takes a free one, 0 turns it off)";
        }
        if (known.contains("permission denied")) {
            return place + "permission denied; ports below 1024 are for root and for services with the capability"
                    + " CAP_NET_BIND_SERVICE (systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE); or choose another"
                    + " port: --set " + key + ".port=PORT";
        }
        if (known.contains("cannot assign")) {
            return place + "this machine has no such address; choose one that it has: --set " + key + ".bind=ADDRESS";
        }
        return place + reason;
    }
}
