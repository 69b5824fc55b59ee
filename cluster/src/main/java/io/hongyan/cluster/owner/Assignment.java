package io.hongyan.cluster.owner;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Which node is to own which virtual shard: a function of the names of the nodes alone. Each virtual shard and each
/// node have a number between them (rendezvous hashing), and the highest numbers come together first, unless the node
/// has its share and a [twentieth][#SHARE] more already. So a node that comes or goes moves hardly more than what it
/// gets or had, and no node has more than that.
public final class Assignment {
    /// What a node gets at most, as a part of an equal share.
    public static final double SHARE = 1.05;

    private static final int VSHARD_BITS = 16;
    private static final int NODE_BITS = 12;
    private static final int ORDER_BITS = VSHARD_BITS + NODE_BITS;

    private Assignment() {}

    /// The most virtual shards of one node.
    public static int most(int vshards, int nodes) {
        return (int) Math.ceil(vshards * SHARE / nodes);
    }

    /// @param vshards how many there are, 1 to 65,536
    /// @param nodes names, 1 to 4,096, in any order
    /// @return for each virtual shard a name
    public static List<String> of(int vshards, Collection<String> nodes) {
        String[] names = nodes.stream().sorted().distinct().toArray(String[]::new);
        if (names.length == 0 || names.length > 1 << NODE_BITS || vshards < 1 || vshards > 1 << VSHARD_BITS) {
            throw new IllegalArgumentException(vshards + " virtual shards for " + names.length + " nodes");
        }
        long[] pairs = pairs(vshards, names);
        Arrays.sort(pairs);
        String[] wanted = new String[vshards];
        int[] counts = new int[names.length];
        int most = most(vshards, names.length);
        for (int i = pairs.length - 1; i >= 0; i--) {
            int vshard = (int) (pairs[i] >>> NODE_BITS) & ((1 << VSHARD_BITS) - 1);
            int node = (int) pairs[i] & ((1 << NODE_BITS) - 1);
            if (wanted[vshard] == null && counts[node] < most) {
                wanted[vshard] = names[node];
                counts[node]++;
            }
        }
        return List.of(wanted);
    }

    /// Each pair of virtual shard and node, below the number that they have between them.
    private static long[] pairs(int vshards, String[] names) {
        long[] pairs = new long[vshards * names.length];
        int next = 0;
        for (int node = 0; node < names.length; node++) {
            long hash = hash(names[node]);
            for (int vshard = 0; vshard < vshards; vshard++) {
                long number = mix(hash + mix(vshard + 1)) << ORDER_BITS;
                pairs[next++] = number | (long) vshard << NODE_BITS | node;
            }
        }
        return pairs;
    }

    /// FNV-1a, 64 bit, over the UTF-8 bytes.
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /// Every bit of the number decides about every bit of the answer (SplitMix64).
    private static long mix(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
