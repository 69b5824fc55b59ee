/// Connections and loops on Netty's channels and event loops, and cutting bytes into MQTT frames.
@NullMarked
package io.hongyan.transport.netty;

import org.jspecify.annotations.NullMarked;
