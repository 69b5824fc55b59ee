package io.hongyan.cluster.link;

import java.net.InetSocketAddress;

/// Another node of the cluster.
///
/// @param name the same as in its certificate, 1 to 200 characters
/// @param incarnation larger with each start of the node
/// @param address where it takes links, with a port of 1 to 65535; a host name that is not resolved yet is looked up
///   for each attempt
/// @param loops how many loops it has, 1 to 1024
public record Node(String name, long incarnation, InetSocketAddress address, int loops) {
    private static final int LONGEST_NAME = 200;
    private static final int MOST_LOOPS = 1024;

    public Node {
        checkName("the name of a node", name);
        checkLoops(loops);
        if (address.getPort() < 1) {
            throw new IllegalArgumentException("the address of a node has a port, unlike " + address);
        }
    }

    static void checkName(String what, String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || !name.equals(name.strip())) {
            throw new IllegalArgumentException(what + " has 1 to " + LONGEST_NAME
                    + " characters and no blanks around it, unlike \"" + name + "\"");
        }
    }

    static void checkLoops(int loops) {
        if (loops < 1 || loops > MOST_LOOPS) {
            throw new IllegalArgumentException("a node has 1 to " + MOST_LOOPS + " loops, not " + loops);
        }
    }

    /// Whether it is the same start of the same node, which may have moved.
    boolean sameStart(Node other) {
        return name.equals(other.name) && incarnation == other.incarnation && loops == other.loops;
    }
}
