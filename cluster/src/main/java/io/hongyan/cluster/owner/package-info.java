/// Which node owns which virtual shard, and since when.
@NullMarked
package io.hongyan.cluster.owner;

import org.jspecify.annotations.NullMarked;
