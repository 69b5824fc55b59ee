package io.hongyan.client;

import io.hongyan.client.message.MqttException;
import io.hongyan.codec.ReasonCode;

/// What the server answered to one filter of several that were subscribed in one packet.
public sealed interface SubscribeOutcome {
    /// The filter as it was given.
    String filter();

    /// The subscription, or the exception that the refusal means.
    ///
    /// @throws MqttException.Refused when the server refused the filter
    default Subscribed orThrow() {
        return switch (this) {
            case Granted granted -> granted.subscribed();
            case Refused refused ->
                throw new MqttException.Refused("the subscription " + filter(), refused.reason(), refused.text());
        };
    }

    /// The server granted the filter.
    record Granted(Subscribed subscribed) implements SubscribeOutcome {
        @Override
        public String filter() {
            return subscribed.filter();
        }
    }

    /// The server refused the filter: no messages come for it.
    ///
    /// @param text the server's words on the whole packet, possibly empty
    record Refused(String filter, ReasonCode reason, String text) implements SubscribeOutcome {}
}
