package io.hongyan.broker.config;

/// Bounds of new connections, applied right after accept, before TLS.
///
/// @param maxConnections open connections, 1 to 10,000,000; 0 = what the descriptor limit of the process allows, less
///     what is open at the start and a tenth, 64 to 1,024, for everything else that it opens
/// @param connectsPerSecond new connections a second over all listeners; 0 = any number
/// @param connectsPerSecondPerAddress new connections a second from one address; 0 = any number
/// @param connectionsPerAddress open connections from one address; 0 = any number
public record FloodLimits(
        int maxConnections, int connectsPerSecond, int connectsPerSecondPerAddress, int connectionsPerAddress) {
    public FloodLimits {
        Checks.range("maxConnections", maxConnections, 0, 10_000_000);
        Checks.range("connectsPerSecond", connectsPerSecond, 0, 10_000_000);
        Checks.range("connectsPerSecondPerAddress", connectsPerSecondPerAddress, 0, 10_000_000);
        Checks.range("connectionsPerAddress", connectionsPerAddress, 0, 10_000_000);
    }

    public static FloodLimits defaults() {
        return new FloodLimits(0, 0, 0, 0);
    }
}
