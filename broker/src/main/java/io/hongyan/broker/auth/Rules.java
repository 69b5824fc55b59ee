package io.hongyan.broker.auth;

/// What holds for the clients of one instance. The plain broker runs with [#open()]; a cloud layer brings its own.
///
/// @param reactions what happens to a client whose publish or filter is refused
public record Rules(
        Authorizer authorizer,
        PublishPolicy publishPolicy,
        SubscribePolicy subscribePolicy,
        ControlTopics controlTopics,
        DirectDelivery directDelivery,
        Presence presence,
        Reactions reactions,
        ConnectLimits connectLimits,
        DeliveryPace pace) {

    private static final Rules OPEN = new Rules(
            Authorizer.ALL,
            PublishPolicy.NONE,
            SubscribePolicy.NONE,
            ControlTopics.NONE,
            DirectDelivery.NONE,
            Presence.NONE,
            Reactions.STANDARD,
            ConnectLimits.NONE,
            DeliveryPace.UNLIMITED);

    /// The plain broker: all is allowed that the standard allows. One object serves all its clients.
    public static Rules open() {
        return OPEN;
    }
}
