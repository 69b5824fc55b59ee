package io.hongyan.broker.event;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.transport.Peer;

/// Something that happened in the broker, for logs, metrics and notices. What happens to every message is counted in
/// [Counters] instead.
public sealed interface BrokerEvent {
    /// CONNACK with success was sent.
    record Connected(
            String instance,
            String clientId,
            String user,
            Version version,
            Peer peer,
            boolean cleanStart,
            boolean sessionPresent)
            implements BrokerEvent {}

    /// A connection that had been accepted ended.
    ///
    /// @param reason success for a normal DISCONNECT
    /// @param why in plain words
    record Disconnected(String instance, String clientId, Peer peer, ReasonCode reason, String why)
            implements BrokerEvent {
        /// Why, when the client sent DISCONNECT.
        public static final String BY_CLIENT = "disconnected by the client";

        /// Why, when the client closed its connection without DISCONNECT.
        public static final String CLOSED_BY_CLIENT = "closed by the client";
    }

    /// A connection was refused before or with CONNACK.
    ///
    /// @param clientId empty when none was read
    /// @param user the user name, empty when there is none
    /// @param why in plain words, with more than the client learns
    record ConnectRefused(String clientId, String user, Peer peer, ReasonCode reason, String why)
            implements BrokerEvent {}

    /// A publish was not accepted.
    record PublishRefused(String instance, String clientId, Peer peer, String topic, ReasonCode reason, String why)
            implements BrokerEvent {}

    /// A client was accepted without the will of its CONNECT, because a publish of that will would have been refused.
    record WillDropped(String instance, String clientId, Peer peer, String topic, ReasonCode reason, String why)
            implements BrokerEvent {}

    /// A filter was not accepted.
    ///
    /// @param peer [Peer#NONE] when the client is not connected
    record SubscribeRefused(String instance, String clientId, Peer peer, String filter, ReasonCode reason, String why)
            implements BrokerEvent {}

    /// Accepted messages did not reach one receiver.
    ///
    /// @param peer [Peer#NONE] when the receiver is not connected, or nobody looked
    /// @param topic empty when the messages were not in memory
    /// @param count 1 or more
    record Dropped(String instance, String clientId, Peer peer, String topic, DropReason reason, int count)
            implements BrokerEvent {}

    /// An unexpected exception ended a connection or a task.
    ///
    /// @param what was being done
    record UnexpectedError(String what, Throwable error) implements BrokerEvent {}

    /// A session ended: it expired, it was replaced by a clean start, or an administrator removed it.
    record SessionEnded(String instance, String clientId, String why) implements BrokerEvent {}

    /// A connection ended without a byte of MQTT, as health checks of load balancers and monitors do.
    record Probed(String listener) implements BrokerEvent {}

    /// An error on a listener: accept, or a handshake.
    ///
    /// @param repeated whether the same error was reported a moment ago: it is counted, but not logged
    record ListenerTroubled(String listener, String what, boolean repeated) implements BrokerEvent {}
}
