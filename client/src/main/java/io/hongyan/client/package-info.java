/// The MQTT client: connects, publishes, subscribes, and comes back by itself. It knows nothing of brokers.
@NullMarked
package io.hongyan.client;

import org.jspecify.annotations.NullMarked;
