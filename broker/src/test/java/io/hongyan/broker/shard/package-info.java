/// Tests of parts of a shard.
@NullMarked
package io.hongyan.broker.shard;

import org.jspecify.annotations.NullMarked;
