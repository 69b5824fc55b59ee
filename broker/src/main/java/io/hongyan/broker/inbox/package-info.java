/// Ordered, bounded queues of messages for one receiver each. An inbox knows messages, sequence numbers and durability;
/// it knows nothing of connections, packet identifiers or any protocol.
@NullMarked
package io.hongyan.broker.inbox;

import org.jspecify.annotations.NullMarked;
