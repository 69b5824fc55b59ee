package io.hongyan.testkit.sim.client;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PingResp;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.testkit.sim.model.ConnectionRecord;
import io.hongyan.testkit.sim.model.MqttModel;
import io.hongyan.testkit.sim.world.SimSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One connection of a simulated client.
public final class ClientConnection implements SimSocket.Handler {
    private final SimClient client;
    private final MqttModel model;
    private final Version version;
    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(64));
    private final Map<Integer, Topic> aliases = new HashMap<>();
    private final Map<Topic, Integer> ownAliases = new HashMap<>();
    private final ArrayDeque<Runnable> held = new ArrayDeque<>();
    private @Nullable SimSocket socket;
    private @Nullable ConnectionRecord record;
    private boolean accepted;
    private boolean ended;
    private int serverReceiveMaximum = 0xffff;
    private int serverAliasMaximum;

    ClientConnection(SimClient client, Version version) {
        this.client = client;
        this.model = client.model();
        this.version = version;
    }

    void begin(SimSocket with, ConnectionRecord its) {
        socket = with;
        record = its;
    }

    /// Its network.
    public SimSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("not begun");
        }
        return socket;
    }

    /// What the model knows of it.
    public ConnectionRecord record() {
        if (record == null) {
            throw new IllegalStateException("not begun");
        }
        return record;
    }

    Version version() {
        return version;
    }

    /// Whether CONNACK came and neither side has ended it.
    public boolean isAccepted() {
        return accepted && isOpen();
    }

    /// Whether neither side has ended it, as far as the client knows.
    public boolean isOpen() {
        return !ended && socket().isOpen();
    }

    boolean isClean() {
        var connect = record().connect();
        return version.isV5()
                ? connect.properties().number(Property.SESSION_EXPIRY_INTERVAL, 0) == 0
                : connect.cleanStart();
    }

    int serverReceiveMaximum() {
        return serverReceiveMaximum;
    }

    /// Sends bytes as they are.
    public void send(byte[] frame) {
        socket().send(frame);
    }

    // Ends.

    /// Closes the socket without DISCONNECT.
    public void close() {
        finish();
        socket().close();
    }

    /// Breaks it.
    public void reset() {
        finish();
        socket().reset();
    }

    /// Drops it, because the network has lost it.
    ///
    /// @param tell whether the broker hears of it
    public void abandon(boolean tell) {
        finish();
        socket().abandon();
        if (tell) {
            socket().tellServer();
        }
    }

    private void finish() {
        ended = true;
        held.clear();
        model.closed(record(), true);
        client.ended(this);
    }

    @Override
    public void ended() {
        ended = true;
        held.clear();
        model.closed(record(), false);
        client.ended(this);
    }

    // What comes.

    @Override
    public void received(byte[] frame) {
        client.trace().accept(client.key(), frame);
        Packet packet;
        try {
            packet = decoder.decode(ByteBuffer.wrap(frame), version);
        } catch (ProtocolException violation) {
            model.nonsense(record(), "the broker sent what cannot be read: " + violation.getMessage());
            return;
        }
        model.heard(record(), packet.getClass().getSimpleName());
        switch (packet) {
            case Publish p -> publish(p, frame.length);
            case PubAck p -> {
                model.pubAck(record(), p.packetId(), p.reason());
                client.acknowledged(this, p.packetId());
            }
            case PubRec p -> {
                model.pubRec(record(), p.packetId(), p.reason());
                client.recorded(this, p.packetId(), p.reason());
            }
            case PubComp p -> {
                model.pubComp(record(), p.packetId());
                client.completed(this, p.packetId());
            }
            case PubRel p -> release(p);
            case SubAck p -> {
                model.subAck(record(), p);
                client.answered(this, p.packetId());
            }
            case UnsubAck p -> {
                model.unsubAck(record(), p);
                client.answered(this, p.packetId());
            }
            case ConnAck p -> connAck(p);
            case PingResp _ -> model.pong(record());
            case Disconnect _ -> model.goodbye(record());
            default -> model.nonsense(record(), "the broker sent " + packet);
        }
    }

    private void connAck(ConnAck p) {
        model.connAck(record(), p);
        accepted = !p.reason().isError();
        serverReceiveMaximum = (int) p.properties().number(Property.RECEIVE_MAXIMUM, 0xffff);
        serverAliasMaximum = (int) p.properties().number(Property.TOPIC_ALIAS_MAXIMUM, 0);
        client.accepted(this, p, record().connect().cleanStart());
    }

    private void publish(Publish p, int bytes) {
        Topic topic = topic(p);
        if (topic == null) {
            return;
        }
        Publish whole = new Publish(topic, p.packetId(), p.qos(), p.retain(), p.dup(), p.payload(), p.properties());
        model.received(record(), whole, bytes);
        if (p.qos() != QoS.AT_MOST_ONCE && version.isV5() && isCurrent() && client.is(Behaviour.REJECTS)) {
            reject(p.qos(), p.packetId());
        } else if (p.qos() == QoS.AT_LEAST_ONCE) {
            answer(() -> {
                model.finished(record(), p.packetId());
                client.send(new PubAck(p.packetId()));
            });
        } else if (p.qos() == QoS.EXACTLY_ONCE) {
            if (isCurrent()) {
                client.received().add(p.packetId());
            }
            answer(() -> {
                model.recorded(record(), p.packetId());
                client.send(new PubRec(p.packetId()));
            });
        }
    }

    private void reject(QoS qos, int packetId) {
        model.rejected(record(), qos, packetId);
        client.received().remove(packetId);
        ReasonCode reason = ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR;
        client.send(
                qos == QoS.AT_LEAST_ONCE
                        ? new PubAck(packetId, reason, Properties.NONE)
                        : new PubRec(packetId, reason, Properties.NONE));
    }

    private void release(PubRel p) {
        boolean known = isCurrent() && client.received().remove(p.packetId());
        model.pubRel(record(), p.packetId(), p.reason(), known);
        answer(() -> {
            model.finished(record(), p.packetId());
            client.send(new PubComp(p.packetId()));
        });
    }

    private @Nullable Topic topic(Publish p) {
        int alias = (int) p.properties().number(Property.TOPIC_ALIAS, 0);
        if (alias == 0) {
            return p.topic();
        }
        long most = record().connect().properties().number(Property.TOPIC_ALIAS_MAXIMUM, 0);
        if (alias > most) {
            model.nonsense(record(), "topic alias " + alias + " above the maximum " + most + " [MQTT-3.1.2-26]");
            return null;
        }
        if (p.topic().length() > 0) {
            aliases.put(alias, p.topic());
            return p.topic();
        }
        Topic topic = aliases.get(alias);
        if (topic == null) {
            model.nonsense(record(), "topic alias " + alias + " was never bound");
        }
        return topic;
    }

    private boolean isCurrent() {
        return client.current() == this;
    }

    // Acknowledgements.

    private void answer(Runnable acknowledgement) {
        if (!isCurrent()) {
            return; // another connection has taken its place, and gets it again
        }
        if (client.is(Behaviour.HOLDS_ACKS)) {
            held.add(acknowledgement);
        } else {
            acknowledgement.run();
        }
    }

    void releaseHeld(boolean reversed) {
        while (!held.isEmpty() && isOpen()) {
            (reversed ? held.removeLast() : held.removeFirst()).run();
        }
    }

    /// The same message by an alias, where the broker allows one.
    Publish aliased(Publish p) {
        if (!version.isV5() || serverAliasMaximum == 0) {
            return p;
        }
        Integer known = ownAliases.get(p.topic());
        if (known == null && ownAliases.size() >= serverAliasMaximum) {
            return p;
        }
        int alias = known == null ? ownAliases.size() + 1 : known;
        ownAliases.put(p.topic(), alias);
        var properties =
                p.properties().toBuilder().set(Property.TOPIC_ALIAS, alias).build();
        Topic topic = known == null ? p.topic() : Topic.NONE;
        return new Publish(topic, p.packetId(), p.qos(), p.retain(), p.dup(), p.payload(), properties);
    }
}
