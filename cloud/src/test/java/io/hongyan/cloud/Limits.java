package io.hongyan.cloud;

import io.hongyan.broker.auth.Reactions;
import io.hongyan.cloud.metadata.CloudLimits;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.SessionTerms;

/// Limits that differ from those of profile cloud in one respect each.
public final class Limits {
    private static final CloudLimits USUAL = CloudLimits.defaults(Profile.CLOUD);

    private Limits() {}

    public static CloudLimits sizes(int clientId, int topic, int packet, int payload) {
        return of(clientId, topic, packet, payload, USUAL.strictNames(), USUAL.reactions());
    }

    public static CloudLimits anyNames() {
        return of(200, 200, USUAL.packetBytes(), USUAL.payloadBytes(), false, USUAL.reactions());
    }

    public static CloudLimits with(Reactions reactions) {
        return of(
                USUAL.clientIdLength(),
                USUAL.topicLength(),
                USUAL.packetBytes(),
                USUAL.payloadBytes(),
                USUAL.strictNames(),
                reactions);
    }

    public static CloudLimits with(SessionTerms terms) {
        return new CloudLimits(
                USUAL.clientIdLength(),
                USUAL.topicLength(),
                USUAL.packetBytes(),
                USUAL.payloadBytes(),
                USUAL.filtersPerClient(),
                USUAL.wildcardsPerTopic(),
                USUAL.parentTopics(),
                USUAL.groups(),
                USUAL.strictNames(),
                terms,
                USUAL.delivery(),
                USUAL.reactions());
    }

    /// How many there may be of each.
    public static CloudLimits counts(int filters, int wildcards, int topics, int groups) {
        return new CloudLimits(
                USUAL.clientIdLength(),
                USUAL.topicLength(),
                USUAL.packetBytes(),
                USUAL.payloadBytes(),
                filters,
                wildcards,
                topics,
                groups,
                USUAL.strictNames(),
                USUAL.connection(),
                USUAL.delivery(),
                USUAL.reactions());
    }

    private static CloudLimits of(
            int clientId, int topic, int packet, int payload, boolean strict, Reactions reactions) {
        return new CloudLimits(
                clientId,
                topic,
                packet,
                payload,
                USUAL.filtersPerClient(),
                USUAL.wildcardsPerTopic(),
                USUAL.parentTopics(),
                USUAL.groups(),
                strict,
                USUAL.connection(),
                USUAL.delivery(),
                reactions);
    }
}
