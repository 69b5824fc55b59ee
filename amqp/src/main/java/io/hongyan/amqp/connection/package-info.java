/// Connections of business systems: login, tuning, heartbeats, channels, the end.
@NullMarked
package io.hongyan.amqp.connection;

import org.jspecify.annotations.NullMarked;
