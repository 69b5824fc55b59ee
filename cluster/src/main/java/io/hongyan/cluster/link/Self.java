package io.hongyan.cluster.link;

/// This node, as its links present it.
///
/// @param cluster the id of the cluster, 1 to 200 characters
/// @param name the same as in its certificate, 1 to 200 characters
/// @param incarnation larger with each start of the node
/// @param loops how many loops it has, 1 to 1024
/// @param versions of the protocol of links that it speaks
public record Self(String cluster, String name, long incarnation, int loops, Versions versions) {
    public Self {
        Node.checkName("the id of the cluster", cluster);
        Node.checkName("the name of the node", name);
        Node.checkLoops(loops);
    }

    /// With the versions that this program speaks.
    public Self(String cluster, String name, long incarnation, int loops) {
        this(cluster, name, incarnation, loops, Versions.SPOKEN);
    }
}
