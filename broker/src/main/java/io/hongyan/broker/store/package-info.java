/// What must outlive a connection, and perhaps the process: the seam between the broker and a durable store.
///
/// It knows messages, and nothing of connections, shards or engines.
@NullMarked
package io.hongyan.broker.store;

import org.jspecify.annotations.NullMarked;
