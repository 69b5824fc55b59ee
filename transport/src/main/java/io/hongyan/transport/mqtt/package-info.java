/// What transport knows of MQTT: how its packets are cut out of a byte stream.
@NullMarked
package io.hongyan.transport.mqtt;

import org.jspecify.annotations.NullMarked;
