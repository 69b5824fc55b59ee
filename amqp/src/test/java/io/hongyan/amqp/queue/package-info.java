/// Tests of the queues, on a loop that is turned by hand.
@NullMarked
package io.hongyan.amqp.queue;

import org.jspecify.annotations.NullMarked;
