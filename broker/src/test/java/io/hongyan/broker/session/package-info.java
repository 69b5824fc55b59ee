/// Tests of parts of a shard.
@NullMarked
package io.hongyan.broker.session;

import org.jspecify.annotations.NullMarked;
