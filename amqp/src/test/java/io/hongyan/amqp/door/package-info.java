/// The door for business systems on real sockets: what foreign and hostile clients may do.
@NullMarked
package io.hongyan.amqp.door;

import org.jspecify.annotations.NullMarked;
