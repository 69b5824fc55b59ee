package io.hongyan.transport;

import java.net.InetSocketAddress;

/// One bound endpoint. Any thread may call it.
public interface Listener {
    /// As in its options.
    String name();

    /// The address really bound: the port is never 0.
    InetSocketAddress address();

    /// Accepts nobody any more; connections stay. Returns when the port is free.
    void close();
}
