/// Retained messages in a cluster: each belongs to the node that owns the virtual shard of its topic.
@NullMarked
package io.hongyan.cluster.retain;

import org.jspecify.annotations.NullMarked;
