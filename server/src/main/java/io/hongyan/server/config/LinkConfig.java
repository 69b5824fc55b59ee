package io.hongyan.server.config;

/// The links between the nodes of a cluster.
///
/// @param bind address that this node takes links at
/// @param port 1 to 65535, or `auto`
/// @param address host and port at which the other nodes reach this one; empty = the name of the machine and the port;
///         with an address of loopback in `bind`, that one
/// @param ca PEM file of the authority of the cluster; empty = `cluster/ca.crt` of the data folder, with the other two
///         beside it
/// @param certificate PEM file of this node
/// @param key of the certificate
/// @param plain links without TLS, on the loopback address alone
public record LinkConfig(
        String bind, Port port, String address, String ca, String certificate, String key, boolean plain) {
    public LinkConfig {
        ConfigChecks.address("bind", bind);
        if (!port.isOn()) {
            throw new IllegalArgumentException("port is 1 to 65535 or auto, not off: the other nodes need it");
        }
        if (!address.isEmpty()) {
            HostPort.check("address", address);
        }
        if (port.equals(Port.AUTO) && !isOneAddress(bind)) {
            throw new IllegalArgumentException("port is auto, and bind " + bind + " means all addresses, so that the"
                    + " others cannot be told where to come; give it a number, or bind one address");
        }
        ConfigChecks.together("ca", ca, "certificate", certificate);
        ConfigChecks.together("certificate", certificate, "key", key);
        if (plain && !isLoopback(bind)) {
            throw new IllegalArgumentException("plain is true, so that whoever reaches the port is taken for a node;"
                    + " that is for trying it, with bind: 127.0.0.1. Remove it, and give the node a certificate"
                    + " (hongyan cluster issue)");
        }
    }

    private static boolean isLoopback(String bind) {
        return bind.equals("localhost") || bind.equals("::1") || bind.startsWith("127.");
    }

    /// Whether other machines cannot reach the port.
    public boolean isLoopback() {
        return isLoopback(bind);
    }

    /// Whether the port is at one address, and not at all that the machine has.
    public boolean isOneAddress() {
        return isOneAddress(bind);
    }

    private static boolean isOneAddress(String bind) {
        return !bind.equals("0.0.0.0") && !bind.matches("[0:]+");
    }

    public static LinkConfig defaults() {
        return new LinkConfig("0.0.0.0", new Port(7883), "", "", "", "", false);
    }
}
