package io.hongyan.cluster.route;

/// This node has begun to serve a virtual shard, or has ended.
///
/// @param epoch of its ownership; 0 when it has ended
record ServedChange(int vshard, long epoch) implements Told {
    private static final int BYTES = 12;

    @Override
    public int bytes() {
        return BYTES;
    }
}
