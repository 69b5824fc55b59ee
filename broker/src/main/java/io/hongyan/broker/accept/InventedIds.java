package io.hongyan.broker.accept;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.store.VShard;

/// Client ids for clients that leave theirs to the server: in a cluster, such as belong to this node.
final class InventedIds {
    private static final int MOST_ATTEMPTS = 10_000;

    private InventedIds() {}

    /// A new id. One that belongs to another node only when this one has no virtual shards, or hardly any.
    static String next(ShardContext context) {
        String id = random(context);
        for (int i = 1; i < MOST_ATTEMPTS && !context.nodes().owns(VShard.ofClient(id)); i++) {
            id = random(context);
        }
        return id;
    }

    private static String random(ShardContext context) {
        return "auto-" + Long.toHexString(context.random().nextLong())
                + Long.toHexString(context.random().nextLong());
    }
}
