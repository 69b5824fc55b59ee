package io.hongyan.client.receive;

import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.MqttException;
import org.jspecify.annotations.Nullable;

/// Takes the messages of one subscription, or of several that were made in one call. Confined to the loop.
public interface DeliveryHandler {
    /// Gets nothing, because it is never registered.
    DeliveryHandler NONE = new DeliveryHandler() {
        @Override
        public boolean offer(Delivery delivery) {
            return false;
        }

        @Override
        public void end(@Nullable MqttException why) {}
    };

    /// Takes a message.
    ///
    /// @return false when there is no room for it; it is then forgotten at QoS 0, and kept nevertheless above
    boolean offer(Delivery delivery);

    /// No more messages come for a filter of this handler; called once for each.
    ///
    /// @param why null = the user closed the subscription or the client
    void end(@Nullable MqttException why);
}
