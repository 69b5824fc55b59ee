package io.hongyan.cluster.deliver;

import io.hongyan.cluster.peer.NodeId;

/// What one shard has under way to one node.
///
/// @param connected whether there is a link
/// @param waiting messages that the link has not taken yet
/// @param unconfirmed messages that the node has not confirmed, those that wait too
/// @param bytes what both count with
/// @param messages that were sent to it so far
public record NodeFigures(NodeId node, boolean connected, int waiting, int unconfirmed, long bytes, long messages) {}
