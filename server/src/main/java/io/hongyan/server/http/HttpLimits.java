package io.hongyan.server.http;

import java.time.Duration;

/// How much one endpoint takes. When there are too many connections, the one that has waited longest between requests
/// is closed, so that silent connections keep nobody out; only when all of them are at work, the new one is.
///
/// @param connections open at once, 1 or more
/// @param connectionsPerAddress open at once from one address, 1 or more
/// @param headBytes the largest head of a request, more than 16 KiB: those are for headers, the rest for the query
/// @param bodyBytes the largest body of a request
/// @param request time from the connection until its first request is there, whole
/// @param idle time from an answer until the next request is there, whole
/// @param answer time for the client to take an answer
public record HttpLimits(
        int connections,
        int connectionsPerAddress,
        int headBytes,
        int bodyBytes,
        Duration request,
        Duration idle,
        Duration answer) {
    /// What a process keeps for other things than MQTT that can open many files.
    private static final int RESERVED = 8192;

    /// For health checks, metrics and administration.
    public static HttpLimits defaults() {
        return new HttpLimits(
                1024, 256, 24 << 10, 64 << 10, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    /// For the cloud's APIs, whose libraries send a message of 64 KiB in the query, three bytes for each of it.
    public static HttpLimits api() {
        return new HttpLimits(
                4096,
                1024,
                256 << 10,
                256 << 10,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30));
    }

    /// These, with fewer connections where the process can open few files: no flood of HTTP may take those that MQTT
    /// and the store need.
    ///
    /// @param reserved file descriptors that are kept for everything but MQTT; this endpoint gets as much of 8,192 as
    ///     it has of connections
    public HttpLimits within(int reserved) {
        int most = Math.clamp((long) connections * reserved / RESERVED, 1, connections);
        return new HttpLimits(most, Math.min(connectionsPerAddress, most), headBytes, bodyBytes, request, idle, answer);
    }
}
