package io.hongyan.broker.auth;

/// What holds for the clients of one tenant. The plain broker runs with [#open()]; a cloud layer brings its own.
///
/// @param refusedPublish what happens to a 3.x client whose publish is refused, since it cannot be told
public record Rules(
        Authorizer authorizer,
        PublishPolicy publishPolicy,
        SubscribePolicy subscribePolicy,
        ControlTopics controlTopics,
        DirectDelivery directDelivery,
        Presence presence,
        RefusedPublish refusedPublish,
        ConnectLimits connectLimits) {

    /// The two ways of [MQTT-3.3.5-2].
    public enum RefusedPublish {
        /// Acknowledge as usual and drop the message.
        DROP,
        /// Close the connection.
        CLOSE
    }

    private static final Rules OPEN = new Rules(
            Authorizer.ALL,
            PublishPolicy.NONE,
            SubscribePolicy.NONE,
            ControlTopics.NONE,
            DirectDelivery.NONE,
            Presence.NONE,
            RefusedPublish.DROP,
            ConnectLimits.NONE);

    /// The plain broker: all is allowed that the standard allows. One object serves all its clients.
    public static Rules open() {
        return OPEN;
    }
}
