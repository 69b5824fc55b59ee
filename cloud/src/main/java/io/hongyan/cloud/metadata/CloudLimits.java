package io.hongyan.cloud.metadata;

import io.hongyan.broker.auth.DeliveryPace;
import io.hongyan.broker.auth.Reaction;
import io.hongyan.broker.auth.Reactions;
import java.time.Duration;

/// The limits of one instance. All but [#reactions] hold in profile cloud only.
///
/// @param clientIdLength characters of a client id, 8 to 65,535
/// @param topicLength characters of a topic or filter, 3 to 65,535; the receiver in a P2P topic does not count
/// @param packetBytes bytes of a packet of a 5.0 client, 1,024 to 268,435,456, sent in CONNACK. Earlier clients have
///         the limit of the broker
/// @param payloadBytes bytes of a message, 0 to 268,435,455
/// @param filtersPerClient filters of one client, 1 to 1,000,000
/// @param wildcardsPerTopic filters with wildcards below one parent topic, all clients together, 0 to 100,000,000
/// @param parentTopics declared parent topics, 1 to 100,000
/// @param groups declared groups, 1 to 100,000
/// @param strictNames whether client ids and topics are letters, digits, `-`, `_` and `@` alone, as the service
///         documents; else any visible character of ASCII will do
/// @param connection how long connections and sessions live
/// @param delivery how fast messages are delivered
/// @param reactions what happens to a client whose publish or filter is refused
public record CloudLimits(
        int clientIdLength,
        int topicLength,
        int packetBytes,
        int payloadBytes,
        int filtersPerClient,
        int wildcardsPerTopic,
        int parentTopics,
        int groups,
        boolean strictNames,
        SessionTerms connection,
        DeliveryPace delivery,
        Reactions reactions) {
    private static final int LARGEST_TEXT = 0xffff;
    private static final int LARGEST_PACKET = 268_435_456;
    private static final DeliveryPace SERVICE_PACE = new DeliveryPace(30, Duration.ofSeconds(5), Duration.ofSeconds(3));

    /// The service closes the connection for missing rights and invalid names, drops large messages, refuses the 31st
    /// filter, and ignores wildcard filters beyond the limit. Its reaction to unknown `$SYS` topics is not documented;
    /// they are dropped, because bridges publish their state there by default.
    private static final Reactions SERVICE_REACTIONS = new Reactions(
            Reaction.CLOSE,
            Reaction.CLOSE,
            Reaction.CLOSE,
            Reaction.DROP,
            Reaction.DROP,
            Reaction.REFUSE,
            Reaction.DROP);

    public CloudLimits {
        range("clientIdLength", clientIdLength, 8, LARGEST_TEXT);
        range("topicLength", topicLength, 3, LARGEST_TEXT);
        range("packetBytes", packetBytes, 1024, LARGEST_PACKET);
        range("payloadBytes", payloadBytes, 0, LARGEST_PACKET - 1);
        range("filtersPerClient", filtersPerClient, 1, 1_000_000);
        range("wildcardsPerTopic", wildcardsPerTopic, 0, 100_000_000);
        range("parentTopics", parentTopics, 1, 100_000);
        range("groups", groups, 1, 100_000);
    }

    /// The documented limits of the cloud service. In profile open no refusal closes the connection.
    public static CloudLimits defaults(Profile profile) {
        return new CloudLimits(
                64,
                64,
                128 << 10,
                64 << 10,
                30,
                100,
                25,
                1000,
                true,
                SessionTerms.SERVICE,
                SERVICE_PACE,
                profile == Profile.CLOUD ? SERVICE_REACTIONS : Reactions.STANDARD);
    }

    private static void range(String key, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(key + " is " + low + " to " + high + ", not " + value);
        }
    }
}
