package io.hongyan.broker;

import io.hongyan.broker.session.Session;
import io.hongyan.broker.session.state.Absent;
import io.hongyan.codec.Version;
import io.hongyan.transport.AddressText;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client as an operator sees it.
///
/// @param connected whether it has a connection now
/// @param version that it speaks; null when it has not connected since the broker started, which keeps none
/// @param address of the connection, empty without one
/// @param subscriptions the number of its filters
/// @param queued messages that wait for it
public record ClientInfo(
        String clientId,
        String user,
        boolean connected,
        @Nullable Version version,
        String address,
        int subscriptions,
        int queued) {

    private static final Comparator<ClientInfo> BY_ID = Comparator.comparing(ClientInfo::clientId);

    static List<ClientInfo> merged(List<List<ClientInfo>> parts, int most) {
        return parts.stream()
                .flatMap(Collection::stream)
                .sorted(BY_ID)
                .limit(most)
                .toList();
    }

    static ClientInfo of(Session session) {
        return new ClientInfo(
                session.clientId(),
                session.identity().name(),
                session.connected(),
                session.identity() instanceof Absent ? null : session.version(),
                session.connected() ? AddressText.of(session.peer().address()) : "",
                session.subscriptions().size(),
                session.queued());
    }
}
