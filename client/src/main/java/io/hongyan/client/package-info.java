/// The MQTT client: connects, publishes, subscribes, and reconnects. It does not depend on the broker.
@NullMarked
package io.hongyan.client;

import org.jspecify.annotations.NullMarked;
