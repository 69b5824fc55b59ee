/// The MQTT 3.1, 3.1.1 and 5.0 packets as values, and the way between values and bytes.
///
/// It knows nothing of sockets, threads or sessions, and depends on nothing but the JDK.
@NullMarked
package io.hongyan.codec;

import org.jspecify.annotations.NullMarked;
