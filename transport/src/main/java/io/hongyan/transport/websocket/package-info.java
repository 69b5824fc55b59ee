/// The part of WebSocket that Netty does not do as MQTT needs it: upgrade requests, reading of frames.
@NullMarked
package io.hongyan.transport.websocket;

import org.jspecify.annotations.NullMarked;
