package io.hongyan.server.http;

import java.time.Duration;

/// How much one endpoint takes. When there are too many connections, the one that has waited longest between requests
/// is closed, so that silent connections keep nobody out; only when all of them are at work, the new one is.
///
/// @param connections open at once, 1 or more
/// @param connectionsPerAddress open at once from one address, 1 or more
/// @param bodyBytes the largest body of a request
/// @param request time from the connection until its first request is there, whole
/// @param idle time from an answer until the next request is there, whole
/// @param answer time for the client to take an answer
public record HttpLimits(
        int connections, int connectionsPerAddress, int bodyBytes, Duration request, Duration idle, Duration answer) {
    /// For health checks, metrics and administration.
    public static HttpLimits defaults() {
        return new HttpLimits(
                1024, 256, 64 << 10, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30));
    }
}
