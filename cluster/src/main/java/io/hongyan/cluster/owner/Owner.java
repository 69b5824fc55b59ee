package io.hongyan.cluster.owner;

/// Who owns a virtual shard.
///
/// @param node name
/// @param epoch higher than that of every owner before: the revision of the claim
public record Owner(String node, long epoch) {}
