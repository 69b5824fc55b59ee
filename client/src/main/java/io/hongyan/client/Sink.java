package io.hongyan.client;

/// Where the messages of one subscription go. Confined to the loop.
interface Sink {
    /// Gets nothing, because it is never registered.
    Sink NONE = new Sink() {
        @Override
        public boolean offer(Delivery delivery) {
            return false;
        }

        @Override
        public void end() {}
    };

    /// Takes a message.
    ///
    /// @return false when there is no room for it; it is then forgotten at QoS 0, and kept nevertheless above
    boolean offer(Delivery delivery);

    /// No more will come.
    void end();
}
