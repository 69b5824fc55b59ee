package io.hongyan.server.config;

import java.time.Duration;
import java.util.List;

/// A Cassandra that keeps what is persistent.
///
/// @param contactPoints `host:port` of nodes of which one must answer at the start
/// @param dataCenter empty = that of the contact points
/// @param replicationFactor copies of each row when the key space is made
/// @param user empty = no login
/// @param passwordFile whose first line is the password; needed with a user
/// @param ttl how long a message waits at most
public record CassandraConfig(
        List<String> contactPoints,
        String dataCenter,
        String keySpace,
        int replicationFactor,
        String user,
        String passwordFile,
        Duration ttl) {
    private static final int MOST_POINTS = 64;
    private static final int MOST_COPIES = 10;
    private static final String NAME = "[a-z][a-z0-9_]{0,47}";

    public CassandraConfig {
        contactPoints = List.copyOf(contactPoints);
        if (contactPoints.isEmpty() || contactPoints.size() > MOST_POINTS) {
            throw new IllegalArgumentException(
                    "contactPoints are 1 to " + MOST_POINTS + " nodes, as in [cassandra-1:9042, cassandra-2:9042]");
        }
        contactPoints.forEach(point -> HostPort.check("contactPoints", point));
        if (!keySpace.matches(NAME)) {
            throw new IllegalArgumentException(
                    "keySpace has 1 to 48 small letters, digits and _, a letter first; not " + keySpace);
        }
        ConfigChecks.range("replicationFactor", replicationFactor, 1, MOST_COPIES);
        ConfigChecks.together("user", user, "passwordFile", passwordFile);
        ConfigChecks.range("ttl", ttl, Duration.ofMinutes(1), Duration.ofDays(3650));
    }

    public static CassandraConfig defaults() {
        return new CassandraConfig(List.of("127.0.0.1:9042"), "", "hongyan", 3, "", "", Duration.ofDays(7));
    }
}
