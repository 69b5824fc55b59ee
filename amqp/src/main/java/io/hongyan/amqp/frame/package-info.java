/// How the byte stream of an AMQP connection is cut: the protocol header, then frames (AMQP 0-9-1, 4.2.2 and 4.2.3).
@NullMarked
package io.hongyan.amqp.frame;

import org.jspecify.annotations.NullMarked;
