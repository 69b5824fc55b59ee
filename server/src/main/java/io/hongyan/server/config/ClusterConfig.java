package io.hongyan.server.config;

import java.time.Duration;
import java.util.regex.Pattern;

/// The cluster that this service is a node of.
///
/// @param enabled false = the service is alone
/// @param name of the cluster, in the keys of etcd
/// @param node name of this node, the same for ever; empty = the name of the machine
/// @param serverReference where 5.0 clients of this node are sent when they come to another node: `host` or
///        `host:port`, several with one space between; empty = they are served over the links
/// @param lease how long what a node owned has no owner when it dies, 2 s to 10 min, whole seconds
/// @param movesPerSecond how many virtual shards of living nodes change their owner in a second, 1 to 100,000
public record ClusterConfig(
        boolean enabled,
        String name,
        String node,
        EtcdConfig etcd,
        LinkConfig link,
        String serverReference,
        Duration lease,
        int movesPerSecond) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?");
    private static final String PLACE = "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]{1,253})(:[0-9]{1,5})?";
    private static final Pattern PLACES = Pattern.compile(PLACE + "( " + PLACE + "){0,15}");
    private static final int MOST_MOVES = 100_000;

    public ClusterConfig {
        checkName("name", name);
        if (!node.isEmpty()) {
            checkName("node", node);
        }
        if (!serverReference.isEmpty() && !PLACES.matcher(serverReference).matches()) {
            throw new IllegalArgumentException("serverReference is host or host:port, up to 16 of them with one space"
                    + " between, not '" + serverReference + "'");
        }
        ConfigChecks.range("lease", lease, Duration.ofSeconds(2), Duration.ofMinutes(10));
        if (lease.toMillis() % 1000 != 0) {
            throw new IllegalArgumentException("lease is whole seconds, not " + lease.toMillis() + " ms");
        }
        ConfigChecks.range("movesPerSecond", movesPerSecond, 1, MOST_MOVES);
    }

    private static void checkName(String key, String value) {
        if (!isName(value)) {
            throw new IllegalArgumentException(key + " is 1 to 64 letters, digits, dots, underscores and dashes, the"
                    + " first and the last one a letter or digit, not " + value);
        }
    }

    /// Whether a cluster, or a node, may have that name.
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    public static ClusterConfig defaults() {
        return new ClusterConfig(
                false, "hongyan", "", EtcdConfig.defaults(), LinkConfig.defaults(), "", Duration.ofSeconds(8), 100);
    }
}
