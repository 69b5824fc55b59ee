package io.hongyan.server.trace;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.BrokerEvent.ConnectRefused;
import io.hongyan.broker.event.BrokerEvent.Connected;
import io.hongyan.broker.event.BrokerEvent.Disconnected;
import io.hongyan.broker.event.BrokerEvent.Dropped;
import io.hongyan.broker.event.BrokerEvent.ListenerTroubled;
import io.hongyan.broker.event.BrokerEvent.Probed;
import io.hongyan.broker.event.BrokerEvent.PublishRefused;
import io.hongyan.broker.event.BrokerEvent.SessionEnded;
import io.hongyan.broker.event.BrokerEvent.SubscribeRefused;
import io.hongyan.broker.event.BrokerEvent.UnexpectedError;
import io.hongyan.broker.event.BrokerEvent.WillDropped;
import io.hongyan.broker.event.PacketEvent;
import io.hongyan.broker.event.PacketEvent.Delivered;
import io.hongyan.broker.event.PacketEvent.Published;
import io.hongyan.broker.event.PacketEvent.Queued;
import io.hongyan.broker.event.PacketEvent.Subscribed;
import io.hongyan.broker.event.PacketEvent.Unsubscribed;
import io.hongyan.codec.topic.Topic;
import io.hongyan.transport.Peer;
import org.jspecify.annotations.Nullable;

/// Whom and what an event is about.
///
/// @param instance empty when nobody knows it: of a login that was refused
/// @param topic null when there is none, or its name was never read as one
/// @param name of a topic that was never read as one; else empty
/// @param filter of a subscription; else empty
public record TraceSubject(
        String instance,
        String clientId,
        Peer peer,
        @Nullable Topic topic,
        String name,
        String filter) {
    static TraceSubject of(PacketEvent event) {
        return switch (event) {
            case Published e -> message(e, e.topic());
            case Delivered e -> message(e, e.topic());
            case Queued e -> message(e, e.topic());
            case Subscribed e -> filter(e, e.filter());
            case Unsubscribed e -> filter(e, e.filter());
        };
    }

    private static TraceSubject message(PacketEvent event, Topic topic) {
        return new TraceSubject(event.instance(), event.clientId(), event.peer(), topic, "", "");
    }

    private static TraceSubject filter(PacketEvent event, String filter) {
        return new TraceSubject(event.instance(), event.clientId(), event.peer(), null, "", filter);
    }

    /// @return null for what happens to no client
    static @Nullable TraceSubject of(BrokerEvent event) {
        return switch (event) {
            case Connected e -> client(e.instance(), e.clientId(), e.peer());
            case Disconnected e -> client(e.instance(), e.clientId(), e.peer());
            case ConnectRefused e -> client("", e.clientId(), e.peer());
            case SessionEnded e -> client(e.instance(), e.clientId(), Peer.NONE);
            case PublishRefused e -> name(e.instance(), e.clientId(), e.peer(), e.topic());
            case WillDropped e -> name(e.instance(), e.clientId(), e.peer(), e.topic());
            case Dropped e -> name(e.instance(), e.clientId(), e.peer(), e.topic());
            case SubscribeRefused e -> new TraceSubject(e.instance(), e.clientId(), e.peer(), null, "", e.filter());
            case UnexpectedError _, Probed _, ListenerTroubled _ -> null;
        };
    }

    private static TraceSubject client(String instance, String clientId, Peer peer) {
        return name(instance, clientId, peer, "");
    }

    private static TraceSubject name(String instance, String clientId, Peer peer, String topic) {
        return new TraceSubject(instance, clientId, peer, null, topic, "");
    }
}
