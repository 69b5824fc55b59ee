package io.hongyan.broker.config;

/// Limits on new and open connections, applied right after accept, before TLS.
///
/// @param maxConnections open connections, 1 to 10,000,000; 0 = the file descriptor limit of the process, less those
///     open at the start and a tenth, 64 to 1,024, that is reserved for everything else that the process opens
/// @param connectsPerSecond new connections per second over all listeners; 0 = no limit
/// @param connectsPerSecondPerAddress new connections per second from one address; 0 = no limit
/// @param connectionsPerAddress open connections from one address; 0 = no limit
public record ConnectionLimits(
        int maxConnections, int connectsPerSecond, int connectsPerSecondPerAddress, int connectionsPerAddress) {
    public ConnectionLimits {
        RangeCheck.range("maxConnections", maxConnections, 0, 10_000_000);
        RangeCheck.range("connectsPerSecond", connectsPerSecond, 0, 10_000_000);
        RangeCheck.range("connectsPerSecondPerAddress", connectsPerSecondPerAddress, 0, 10_000_000);
        RangeCheck.range("connectionsPerAddress", connectionsPerAddress, 0, 10_000_000);
    }

    public static ConnectionLimits defaults() {
        return new ConnectionLimits(0, 0, 0, 0);
    }
}
