package io.hongyan.broker.auth;

import io.hongyan.broker.event.MessageTraces;

/// Hooks and limits for the clients of one instance. The plain broker uses [#open()]; the cloud layer makes its own.
///
/// @param reactions what happens to a client whose publish or filter is refused
public record ClientPolicy(
        Authorizer authorizer,
        PublishPolicy publishPolicy,
        SubscribePolicy subscribePolicy,
        ControlTopics controlTopics,
        DirectDelivery directDelivery,
        PresenceListener presence,
        Reactions reactions,
        GrantedLimits grantedLimits,
        DeliveryPace pace,
        OutboundRules outbound,
        StatusRules status,
        MessageTraces traces) {

    /// One whose messages are not traced.
    public ClientPolicy(
            Authorizer authorizer,
            PublishPolicy publishPolicy,
            SubscribePolicy subscribePolicy,
            ControlTopics controlTopics,
            DirectDelivery directDelivery,
            PresenceListener presence,
            Reactions reactions,
            GrantedLimits grantedLimits,
            DeliveryPace pace,
            OutboundRules outbound,
            StatusRules status) {
        this(
                authorizer,
                publishPolicy,
                subscribePolicy,
                controlTopics,
                directDelivery,
                presence,
                reactions,
                grantedLimits,
                pace,
                outbound,
                status,
                MessageTraces.NONE);
    }

    private static final ClientPolicy OPEN = new ClientPolicy(
            Authorizer.ALL,
            PublishPolicy.NONE,
            SubscribePolicy.NONE,
            ControlTopics.NONE,
            DirectDelivery.NONE,
            PresenceListener.NONE,
            Reactions.STANDARD,
            GrantedLimits.NONE,
            DeliveryPace.UNLIMITED,
            OutboundRules.NONE,
            StatusRules.NONE);

    /// Everything is allowed that the standard allows. One object serves all clients of the plain broker.
    public static ClientPolicy open() {
        return OPEN;
    }
}
