/// Messages of business systems as MQTT messages, and back.
@NullMarked
package io.hongyan.amqp.message;

import org.jspecify.annotations.NullMarked;
