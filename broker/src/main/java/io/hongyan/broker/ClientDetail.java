package io.hongyan.broker;

import io.hongyan.broker.session.Session;
import io.hongyan.broker.session.state.SessionDeadlines;
import io.hongyan.broker.subscription.Route;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client with its filters, as an operator sees it.
///
/// @param connection null while there is none
/// @param expirySeconds how long the session lives without a connection; [#FOR_EVER] without end
/// @param inFlight messages sent to it and not acknowledged
/// @param inFlightMost so many may be
/// @param queuedBytes of the messages that wait, as they are counted in limits
/// @param will that is published when its connection ends without a word; null without one
/// @param filters in order, at most [#MOST_FILTERS] of them
public record ClientDetail(
        ClientInfo client,
        @Nullable ClientConnectionInfo connection,
        long expirySeconds,
        int inFlight,
        int inFlightMost,
        long queuedBytes,
        @Nullable WillInfo will,
        List<Filter> filters) {
    /// Session Expiry Interval without end.
    public static final long FOR_EVER = SessionDeadlines.FOR_EVER;

    public static final int MOST_FILTERS = 1000;

    /// @param qos that was granted
    /// @param subscriptionId 0 for none
    public record Filter(String filter, QoS qos, boolean noLocal, boolean retainAsPublished, int subscriptionId) {}

    /// @param bytes of the payload
    /// @param delaySeconds between the end of the connection and the will
    public record WillInfo(String topic, QoS qos, boolean retain, int bytes, long delaySeconds) {
        static @Nullable WillInfo of(Session session) {
            Will will = session.deadlines().will();
            return will == null
                    ? null
                    : new WillInfo(
                            will.topic().toString(),
                            will.qos(),
                            will.retain(),
                            will.payload().length,
                            session.deadlines().willDelaySeconds());
        }
    }

    public ClientDetail {
        filters = List.copyOf(filters);
    }

    static ClientDetail of(Session session) {
        List<Filter> filters = new ArrayList<>();
        session.subscriptions().forEach((filter, route) -> {
            if (filters.size() < MOST_FILTERS) {
                filters.add(of(filter, route));
            }
        });
        filters.sort(Comparator.comparing(Filter::filter));
        return new ClientDetail(
                ClientInfo.of(session),
                ClientConnectionInfo.of(session),
                session.deadlines().expirySeconds(),
                session.inFlight(),
                session.limits().window(),
                session.queuedBytes(),
                WillInfo.of(session),
                filters);
    }

    private static Filter of(TopicFilter filter, Route route) {
        return new Filter(
                filter.text(), route.qos(), route.noLocal(), route.retainAsPublished(), route.subscriptionId());
    }
}
