package io.hongyan.broker.auth;

/// The reaction to each kind of refusal. There is no choice when memory or disk is full: the connection of a client
/// that cannot get a reason code is closed, so that it sends the message again instead of losing it.
public record Reactions(
        Reaction rights,
        Reaction unknownTopic,
        Reaction invalidTopic,
        Reaction payload,
        Reaction serverTopic,
        Reaction filters,
        Reaction wildcards) {
    /// A client gets a reason code if its version has one, and keeps its connection [MQTT-3.3.5-2].
    public static final Reactions STANDARD = new Reactions(
            Reaction.REFUSE,
            Reaction.REFUSE,
            Reaction.REFUSE,
            Reaction.REFUSE,
            Reaction.REFUSE,
            Reaction.REFUSE,
            Reaction.REFUSE);

    public Reaction to(Refusal refusal) {
        return switch (refusal) {
            case RIGHTS -> rights;
            case UNKNOWN_TOPIC -> unknownTopic;
            case INVALID_TOPIC -> invalidTopic;
            case PAYLOAD -> payload;
            case SERVER_TOPIC -> serverTopic;
            case FILTERS -> filters;
            case WILDCARDS -> wildcards;
            case OTHER -> Reaction.REFUSE;
        };
    }
}
