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
import io.hongyan.broker.event.PacketEvent;
import io.hongyan.broker.event.PacketEvent.Delivered;
import io.hongyan.broker.event.PacketEvent.Published;
import io.hongyan.broker.event.PacketEvent.Queued;
import io.hongyan.broker.event.PacketEvent.Subscribed;
import io.hongyan.broker.event.PacketEvent.Unsubscribed;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.topic.Topic;
import io.hongyan.server.log.LogEscaper;
import io.hongyan.transport.AddressText;
import io.hongyan.transport.Peer;
import java.util.LinkedHashMap;
import java.util.Map;

/// The fields of events for the log in JSON and for live traces: `event`, then of these what the event has: `client`,
/// `user`, `address`, `listener`, `instance`, `topic`, `filter`, `count`, `version`, `reason`, `code`, `why`; of
/// packets also `qos`, `packetId`, `bytes`, `retain`, `dup`.
public final class EventFields {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private EventFields(String event) {
        fields.put("event", event);
    }

    public static Map<String, Object> of(BrokerEvent event) {
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
                        .client(e.instance(), e.clientId(), e.peer())
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
                        .client(e.instance(), e.clientId(), e.peer())
                        .text("topic", e.topic())
                        .reason(e.reason(), e.why())
                        .fields;
            case SubscribeRefused e ->
                new EventFields("subscribe-refused")
                        .client(e.instance(), e.clientId(), e.peer())
                        .text("filter", e.filter())
                        .reason(e.reason(), e.why())
                        .fields;
            case WillDropped e ->
                new EventFields("will-dropped")
                        .client(e.instance(), e.clientId(), e.peer())
                        .text("topic", e.topic())
                        .reason(e.reason(), e.why())
                        .fields;
            case Dropped e ->
                new EventFields("message-dropped")
                        .client(e.instance(), e.clientId(), e.peer())
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

    public static Map<String, Object> of(PacketEvent event) {
        return switch (event) {
            case Published e ->
                of("published", e)
                        .message(e.topic(), e.qos(), e.packetId(), e.bytes())
                        .flag("retain", e.retain())
                        .flag("dup", e.dup())
                        .fields;
            case Delivered e ->
                of("delivered", e)
                        .message(e.topic(), e.qos(), e.packetId(), e.bytes())
                        .flag("retain", e.retain())
                        .flag("dup", e.dup())
                        .fields;
            case Queued e ->
                of("queued", e)
                        .message(e.topic(), e.qos(), 0, e.bytes())
                        .text("why", e.offline() ? "the client is not connected" : "the client takes no more now")
                        .fields;
            case Subscribed e ->
                of("subscribed", e)
                        .text("filter", e.filter())
                        .with("qos", e.qos().level())
                        .with("packetId", e.packetId())
                        .fields;
            case Unsubscribed e ->
                of("unsubscribed", e)
                        .text("filter", e.filter())
                        .with("packetId", e.packetId())
                        .reason(e.reason(), "")
                        .fields;
        };
    }

    private static EventFields of(String name, PacketEvent event) {
        return new EventFields(name).client(event.instance(), event.clientId(), event.peer());
    }

    private static Map<String, Object> of(String event, String listener, String why) {
        return new EventFields(event).text("listener", listener).text("why", why).fields;
    }

    private EventFields client(String instance, String clientId, Peer peer) {
        return client(instance, clientId).peer(peer);
    }

    private EventFields client(String instance, String clientId) {
        return text("client", clientId).text("instance", instance);
    }

    /// Nothing where there is no connection.
    private EventFields peer(Peer peer) {
        return peer.equals(Peer.NONE)
                ? this
                : with("address", AddressText.of(peer.address())).text("listener", peer.listener());
    }

    private EventFields message(Topic topic, QoS qos, int packetId, int bytes) {
        text("topic", topic.toString()).with("qos", qos.level());
        return (packetId == 0 ? this : with("packetId", packetId)).with("bytes", bytes);
    }

    private EventFields flag(String name, boolean set) {
        return set ? with(name, true) : this;
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
