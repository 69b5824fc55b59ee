package io.hongyan.broker;

import io.hongyan.broker.session.ClientConnection;
import io.hongyan.broker.session.ConnectionFacts;
import io.hongyan.broker.session.Session;
import io.hongyan.transport.Peer;
import io.hongyan.transport.TlsTerms;
import org.jspecify.annotations.Nullable;

/// The connection of a client as an operator sees it.
///
/// @param listener that accepted it
/// @param openedAt when the client was let in, in milliseconds since 1970
/// @param keepAliveSeconds that hold; 0 = it may be silent for ever
/// @param cleanStart whether the client wanted to begin anew
/// @param tls null without TLS
/// @param subject of the client's certificate; null without one
/// @param traffic since then
public record ClientConnectionInfo(
        String listener,
        long openedAt,
        int keepAliveSeconds,
        boolean cleanStart,
        @Nullable TlsTerms tls,
        @Nullable String subject,
        Traffic traffic) {
    /// @param bytesReceived of payloads, as are those sent
    public record Traffic(long messagesReceived, long bytesReceived, long messagesSent, long bytesSent) {
        static Traffic of(ConnectionFacts facts) {
            return new Traffic(
                    facts.messagesReceived(), facts.bytesReceived(), facts.messagesSent(), facts.bytesSent());
        }
    }

    /// @return null for a client without connection
    static @Nullable ClientConnectionInfo of(Session session) {
        ClientConnection connection = session.connection();
        if (connection == null) {
            return null;
        }
        Peer peer = session.peer();
        return new ClientConnectionInfo(
                peer.listener(),
                connection.facts().openedAt(),
                connection.keepAliveSeconds(),
                connection.facts().cleanStart(),
                connection.tls(),
                peer.certificates().isEmpty()
                        ? null
                        : peer.certificates()
                                .getFirst()
                                .getSubjectX500Principal()
                                .getName(),
                Traffic.of(connection.facts()));
    }
}
