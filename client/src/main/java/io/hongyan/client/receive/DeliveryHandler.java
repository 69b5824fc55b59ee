package io.hongyan.client.receive;

import io.hongyan.client.message.Delivery;

/// Takes the messages of one subscription. Confined to the loop.
public interface DeliveryHandler {
    /// Gets nothing, because it is never registered.
    DeliveryHandler NONE = new DeliveryHandler() {
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
