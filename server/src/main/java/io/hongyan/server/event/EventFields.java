package io.hongyan.server.event;

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
import io.hongyan.codec.ReasonCode;
import io.hongyan.server.log.LogEscaper;
import io.hongyan.transport.AddressText;
import io.hongyan.transport.Peer;
import java.util.LinkedHashMap;
import java.util.Map;

/// The fields of events for the log in JSON: `event`, then of these what the event has: `client`, `user`, `address`,
/// `listener`, `instance`, `topic`, `filter`, `count`, `version`, `reason`, `code`, `why`.
final class EventFields {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private EventFields(String event) {
        fields.put("event", event);
    }

    static Map<String, Object> of(BrokerEvent event) {
        return switch (event) {
            case Connected e ->
                new EventFields("connected")
                        .client(e.instance(), e.clientId())
                        .text("user", e.user())
                        .peer(e.peer())
                        .with("version", ReasonCounts.label(e.version()))
                        .fields;
            case Disconnected e ->
                new EventFields("disconnected")
                        .client(e.instance(), e.clientId())
                        .peer(e.peer())
                        .reason(e.reason(), e.why())
                        .fields;
            case ConnectRefused e ->
                new EventFields("connect-refused")
                        .client("", e.clientId())
                        .text("user", e.user())
                        .peer(e.peer())
                        .reason(e.reason(), e.why())
                        .fields;
            case PublishRefused e ->
                new EventFields("publish-refused")
                        .client(e.instance(), e.clientId())
                        .text("topic", e.topic())
                        .reason(e.reason(), e.why())
                        .fields;
            case SubscribeRefused e ->
                new EventFields("subscribe-refused")
                        .client(e.instance(), e.clientId())
                        .text("filter", e.filter())
                        .reason(e.reason(), e.why())
                        .fields;
            case WillDropped e ->
                new EventFields("will-dropped")
                        .client(e.instance(), e.clientId())
                        .text("topic", e.topic())
                        .reason(e.reason(), e.why())
                        .fields;
            case Dropped e ->
                new EventFields("message-dropped")
                        .client(e.instance(), e.clientId())
                        .text("topic", e.topic())
                        .with("count", e.count())
                        .with("reason", ReasonCounts.label(e.reason()))
                        .fields;
            case SessionEnded e ->
                new EventFields("session-ended")
                        .client(e.instance(), e.clientId())
                        .text("why", e.why())
                        .fields;
            case Probed e -> of("probe", e.listener(), "");
            case ListenerTroubled e -> of("listener-trouble", e.listener(), e.what());
            case UnexpectedError e -> of("internal-error", "", e.what());
        };
    }

    private static Map<String, Object> of(String event, String listener, String why) {
        return new EventFields(event).text("listener", listener).text("why", why).fields;
    }

    private EventFields client(String instance, String clientId) {
        fields.put("client", LogEscaper.shortened(clientId));
        return text("instance", instance);
    }

    private EventFields peer(Peer peer) {
        fields.put("address", AddressText.of(peer.address()));
        return text("listener", peer.listener());
    }

    private EventFields reason(ReasonCode reason, String why) {
        fields.put("reason", reason.text());
        fields.put("code", reason.code());
        return text("why", why.equals(reason.text()) ? "" : why);
    }

    private EventFields with(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    /// What is empty is left out.
    private EventFields text(String name, String value) {
        return value.isEmpty() ? this : with(name, LogEscaper.shortened(value));
    }
}
