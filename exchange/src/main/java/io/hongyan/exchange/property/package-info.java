/// The properties by which the cloud service carries what MQTT says beside the payload.
@NullMarked
package io.hongyan.exchange.property;

import org.jspecify.annotations.NullMarked;
