/// Tests of the channels.
@NullMarked
package io.hongyan.amqp.channel;

import org.jspecify.annotations.NullMarked;
