/// The acknowledgements that a connection still has to send, in their order.
@NullMarked
package io.hongyan.broker.session.ack;

import org.jspecify.annotations.NullMarked;
