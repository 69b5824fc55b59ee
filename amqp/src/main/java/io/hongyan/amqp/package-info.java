/// The front door for business systems: AMQP 0-9-1 as the server SDK of the cloud service speaks it.
@NullMarked
package io.hongyan.amqp;

import org.jspecify.annotations.NullMarked;
