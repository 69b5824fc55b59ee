package io.hongyan.transport.http;

import java.net.InetAddress;

/// Answers requests. Each call to [#answer] has a virtual thread, so it may block.
public interface HttpHandler {
    HttpAnswer answer(HttpCall call);

    /// Answers what is no request that [#answer] could get: it cannot be parsed, or is too long.
    ///
    /// @param status 400, 413, 414, 417, 431, 501 or 505
    HttpAnswer refusal(int status, String why);

    /// A connection was closed because there were too many. Called by the thread of the server, so it must be quick.
    ///
    /// @param why for people
    void crowded(InetAddress from, String why);
}
