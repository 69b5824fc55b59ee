/// The methods of AMQP 0-9-1 as values: those that clients send, and those that this server sends.
@NullMarked
package io.hongyan.amqp.codec.method;

import org.jspecify.annotations.NullMarked;
