/// TCP, TLS and WebSocket as a connection of frames. The only module that sees Netty.
@NullMarked
package io.hongyan.transport;

import org.jspecify.annotations.NullMarked;
