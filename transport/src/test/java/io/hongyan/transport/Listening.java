package io.hongyan.transport;

import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.ClientAuth;

/// The usual options of a listener, changed in what a test is about.
final class Listening {
    private Listening() {}

    /// @param proxy whether a PROXY header comes first
    static ListenerOptions with(ListenerOptions usual, boolean proxy, ClientAuth auth) {
        return new ListenerOptions(
                usual.name(),
                usual.kind(),
                usual.bind(),
                usual.backlog(),
                usual.webSocketPath(),
                usual.origins(),
                proxy,
                usual.tls(),
                auth,
                usual.handshakeTimeout(),
                usual.highWaterBytes());
    }
}
