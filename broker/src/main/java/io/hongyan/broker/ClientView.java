package io.hongyan.broker;

import io.hongyan.broker.session.Session;
import io.hongyan.codec.Version;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// One client as an operator sees it.
///
/// @param connected whether it has a connection now
/// @param address of the connection, empty without one
/// @param subscriptions the number of its filters
/// @param queued messages that wait for it
public record ClientView(
        String clientId,
        String user,
        boolean connected,
        Version version,
        String address,
        int subscriptions,
        int queued) {

    private static final Comparator<ClientView> BY_ID = Comparator.comparing(ClientView::clientId);

    static List<ClientView> merged(List<List<ClientView>> parts, int most) {
        return parts.stream()
                .flatMap(Collection::stream)
                .sorted(BY_ID)
                .limit(most)
                .toList();
    }

    static ClientView of(Session session) {
        return new ClientView(
                session.clientId(),
                session.identity().name(),
                session.connected(),
                session.version(),
                session.connected() ? session.peer().address().toString() : "",
                session.filters(),
                session.queued());
    }
}
