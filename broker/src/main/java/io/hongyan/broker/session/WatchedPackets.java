package io.hongyan.broker.session;

import io.hongyan.broker.event.PacketEvent;
import io.hongyan.broker.event.PacketWatch;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.DeliveryOptions;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.topic.Topic;
import io.hongyan.transport.Peer;

/// Tells who watches of single packets. Kept apart from the way of a message, which stays short while nobody does.
final class WatchedPackets {
    private WatchedPackets() {}

    static void published(PacketWatch watch, ClientConnection from, Topic topic, Publish p) {
        Session session = from.session();
        watch.on(new PacketEvent.Published(
                session.instance(),
                session.clientId(),
                from.peer(),
                topic,
                p.qos(),
                p.packetId(),
                p.payload().length,
                p.retain(),
                p.dup()));
    }

    /// A message that no packet brought: a will, or one of the server or another system.
    static void published(PacketWatch watch, String instance, Message message) {
        watch.on(new PacketEvent.Published(
                instance,
                message.publisher(),
                Peer.NONE,
                message.topic(),
                message.qos(),
                0,
                message.payload().length,
                message.retain(),
                false));
    }

    static void delivered(
            PacketWatch watch,
            ClientConnection to,
            Message message,
            DeliveryOptions options,
            int packetId,
            boolean dup) {
        Session session = to.session();
        watch.on(new PacketEvent.Delivered(
                session.instance(),
                session.clientId(),
                to.peer(),
                message.topic(),
                options.qos(),
                packetId,
                message.payload().length,
                options.retain(),
                dup));
    }

    /// A message waits, for whoever watches if anybody does.
    static void queued(Session to, Message message, DeliveryOptions options) {
        PacketWatch watch = to.services().context().watchpoint().watch();
        if (watch != null) {
            int bytes = message.payload().length;
            watch.on(new PacketEvent.Queued(
                    to.instance(), to.clientId(), to.peer(), message.topic(), options.qos(), bytes));
        }
    }

    static void subscribed(PacketWatch watch, Session by, String filter, QoS granted, int packetId) {
        watch.on(new PacketEvent.Subscribed(by.instance(), by.clientId(), by.peer(), filter, granted, packetId));
    }

    static void unsubscribed(PacketWatch watch, Session by, String filter, int packetId, ReasonCode reason) {
        watch.on(new PacketEvent.Unsubscribed(by.instance(), by.clientId(), by.peer(), filter, packetId, reason));
    }
}
