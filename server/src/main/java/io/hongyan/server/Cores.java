package io.hongyan.server;

import io.hongyan.server.config.ServerConfig;

/// How the cores of the machine are shared.
final class Cores {
    private static final int MOST_SHARDS = 64;

    private Cores() {}

    /// One shard for each core but one, unless the configuration has another number. The last core is for the disk, the
    /// compilers and the kernel; and where shards are few, one less saves more wake-ups than it costs.
    static int shards(ServerConfig config) {
        int wanted = config.broker().shards();
        int cores = Runtime.getRuntime().availableProcessors();
        return wanted == 0 ? Math.clamp(cores - 1, 1, MOST_SHARDS) : wanted;
    }

    /// Half of the cores at most: a flood of logins must leave the other half to those who are in.
    static int checksAtOnce() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
