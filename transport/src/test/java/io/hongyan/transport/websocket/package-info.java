/// Tests of the frames of WebSocket.
@NullMarked
package io.hongyan.transport.websocket;

import org.jspecify.annotations.NullMarked;
