/// What goes before the body of a message: its size and its properties (AMQP 0-9-1, 4.2.6.1).
@NullMarked
package io.hongyan.amqp.codec.content;

import org.jspecify.annotations.NullMarked;
