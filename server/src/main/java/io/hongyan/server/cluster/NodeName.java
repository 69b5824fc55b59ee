package io.hongyan.server.cluster;

import io.hongyan.server.config.ClusterConfig;
import io.hongyan.server.config.LinkConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// How a node is called, and where the others reach it.
final class NodeName {
    private NodeName() {}

    /// The configured name, or that of the machine.
    ///
    /// @throws ClusterException when the machine has none that a node may have
    static String of(ClusterConfig config) {
        if (!config.node().isEmpty()) {
            return config.node();
        }
        String host = host();
        if (!ClusterConfig.isName(host) || host.equals("localhost")) {
            throw new ClusterException(
                    "cluster.node",
                    "is not set, and the name of this machine, '" + host
                            + "', is none for a node: give the node a name, different from those of the others");
        }
        return host;
    }

    /// Host and port that the other nodes are told; empty for the address that the port is bound to.
    static String address(LinkConfig link) {
        if (!link.address().isEmpty()) {
            return link.address();
        }
        return link.isOneAddress() ? "" : host() + ":" + link.port().number();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // The name is before the reason, why it is not known as an address.
            return String.valueOf(e.getMessage()).split(":", 2)[0];
        }
    }
}
