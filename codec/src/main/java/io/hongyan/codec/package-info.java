/// The words of MQTT that every other package uses: versions, QoS, reason codes, and what a peer did wrong.
///
/// The codec knows nothing of sockets, threads or sessions, and depends on nothing but the JDK.
@NullMarked
package io.hongyan.codec;

import org.jspecify.annotations.NullMarked;
