package io.hongyan.broker;

import io.hongyan.broker.session.Session;
import io.hongyan.broker.subscription.Route;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One client with its filters, as an operator sees it.
///
/// @param filters in order, at most [#MOST_FILTERS] of them
public record ClientDetail(ClientInfo client, List<Filter> filters) {
    public static final int MOST_FILTERS = 1000;

    /// @param qos that was granted
    /// @param subscriptionId 0 for none
    public record Filter(String filter, QoS qos, boolean noLocal, boolean retainAsPublished, int subscriptionId) {}

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
        return new ClientDetail(ClientInfo.of(session), filters);
    }

    private static Filter of(TopicFilter filter, Route route) {
        return new Filter(
                filter.text(), route.qos(), route.noLocal(), route.retainAsPublished(), route.subscriptionId());
    }
}
