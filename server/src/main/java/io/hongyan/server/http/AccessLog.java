package io.hongyan.server.http;

import io.hongyan.server.log.LogEscaper;
import java.lang.System.Logger.Level;

/// One line for each request, where the configuration asks for it (`log.http`). Of the query only that there was one:
/// its values may be secrets.
final class AccessLog {
    private static final System.Logger LOG = System.getLogger("io.hongyan.http.access");

    private AccessLog() {}

    /// @param path not decoded; empty when none could be read
    /// @param query not decoded; empty without one
    /// @param bytes of the body of the answer
    static void write(String from, String method, String path, String query, int status, long bytes, long millis) {
        if (LOG.isLoggable(Level.INFO)) {
            LOG.log(
                    Level.INFO,
                    LogEscaper.plain(from + " " + method + " " + (path.isEmpty() ? "-" : path)
                            + (query.isEmpty() ? "" : "?...") + " " + status + " " + bytes + " bytes " + millis
                            + " ms"));
        }
    }
}
