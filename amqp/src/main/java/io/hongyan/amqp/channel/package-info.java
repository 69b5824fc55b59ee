/// The channels of a connection: publishing with confirms, consuming with a window.
@NullMarked
package io.hongyan.amqp.channel;

import org.jspecify.annotations.NullMarked;
