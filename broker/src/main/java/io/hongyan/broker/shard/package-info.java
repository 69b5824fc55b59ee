/// The sessions of one event loop together: lets clients in, brings sessions back from the store, takes what other
/// shards ask, removes instances, ends. [Shard] wires the parts.
@NullMarked
package io.hongyan.broker.shard;

import org.jspecify.annotations.NullMarked;
