package io.hongyan.store.cassandra.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where Cassandra is, and what is kept there how.
///
/// @param contactPoints of which one must answer at the start, 1 to 64
/// @param dataCenter whose nodes alone are asked, for writes and reads with LOCAL_QUORUM; null = that of the contact
///         points, with QUORUM
/// @param keySpace in which everything is kept: 1 to 48 letters, digits and `_`, a letter first
/// @param replicationFactor copies of each row when the key space is made, 1 to 10; one that is there stays as it is
/// @param credentials null = Cassandra asks for none
/// @param ttl how long a message waits at most before Cassandra drops it by itself, 1 minute to 10 years
/// @param node the name of this service, the same at each start, and no other's: 1 to 100 characters
/// @param mostWaiting bytes of messages that may wait for Cassandra before new ones are refused, 1 MiB or more
public record CassandraOptions(
        List<InetSocketAddress> contactPoints,
        @Nullable String dataCenter,
        String keySpace,
        int replicationFactor,
        @Nullable Credentials credentials,
        Duration ttl,
        String node,
        long mostWaiting) {
    /// As many bytes may wait by default.
    public static final long MOST_WAITING = 64L << 20;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,47}");

    public CassandraOptions {
        contactPoints = List.copyOf(contactPoints);
        check(!contactPoints.isEmpty() && contactPoints.size() <= 64, "there are 1 to 64 contact points");
        check(
                NAME.matcher(keySpace).matches(),
                "a key space has 1 to 48 letters, digits and _, a letter first, not " + keySpace);
        check(replicationFactor >= 1 && replicationFactor <= 10, "a replication factor is 1 to 10");
        check(
                ttl.compareTo(Duration.ofMinutes(1)) >= 0 && ttl.compareTo(Duration.ofDays(3650)) <= 0,
                "ttl is 1 minute to 10 years");
        check(!node.isEmpty() && node.length() <= 100, "a node has a name of 1 to 100 characters");
        check(mostWaiting >= 1 << 20, "1 MiB or more may wait");
    }

    /// With which a service proves who it is. Its text has no password.
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /// The contact points, for people.
    public String places() {
        return contactPoints.stream()
                .map(point -> point.getHostString() + ":" + point.getPort())
                .collect(Collectors.joining(", "));
    }
}
