/// Tests of messages.
@NullMarked
package io.hongyan.amqp.message;

import org.jspecify.annotations.NullMarked;
