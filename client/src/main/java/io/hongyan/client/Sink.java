package io.hongyan.client;

/// Where the messages of one subscription go. Confined to the loop.
interface Sink {
    /// Takes a message.
    ///
    /// @return false when there is no room for it; it is then forgotten at QoS 0, and kept nevertheless above
    boolean offer(Delivery delivery);

    /// No more will come.
    void end();
}
