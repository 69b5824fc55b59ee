package io.hongyan.server;

import io.hongyan.server.config.ServerConfig;

/// How the cores of the machine are shared.
final class Cores {
    private static final int MOST_SHARDS = 64;

    private Cores() {}

    /// One shard for each core, unless the configuration has another number.
    static int shards(ServerConfig config) {
        int wanted = config.broker().shards();
        return wanted == 0 ? Math.min(MOST_SHARDS, Runtime.getRuntime().availableProcessors()) : wanted;
    }

    /// Half of the cores at most: a flood of logins must leave the other half to those who are in.
    static int checksAtOnce() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
