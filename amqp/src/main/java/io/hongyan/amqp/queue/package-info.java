/// Queues of messages for business systems: what they hold, who consumes it, and what becomes of what nobody takes.
/// Nothing here knows of AMQP.
@NullMarked
package io.hongyan.amqp.queue;

import org.jspecify.annotations.NullMarked;
