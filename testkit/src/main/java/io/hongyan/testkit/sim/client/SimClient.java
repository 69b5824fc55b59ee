package io.hongyan.testkit.sim.client;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PingReq;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.testkit.sim.model.ClientKey;
import io.hongyan.testkit.sim.model.ConnectionRecord;
import io.hongyan.testkit.sim.model.MqttModel;
import io.hongyan.testkit.sim.model.Publication;
import io.hongyan.testkit.sim.world.Scheduler;
import io.hongyan.testkit.sim.world.SimSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// One simulated client: it resends what was not acknowledged, keeps what QoS 2 needs over connections, and
/// acknowledges at once, unless it is told to do otherwise.
public final class SimClient {
    private static final int NEVER_USED = 0xfff0;

    private final ClientKey key;
    private final MqttModel model;
    private final Scheduler scheduler;
    private final Dialer dialer;
    private final IntSupplier ports;
    private final BiConsumer<ClientKey, byte[]> trace;
    private final Map<Integer, UnfinishedPublish> unfinished = new TreeMap<>();
    private final Set<Integer> received = new HashSet<>();
    private final Set<Integer> requests = new HashSet<>();
    private final List<ClientConnection> connections = new ArrayList<>();
    private final Set<Behaviour> behaviours = EnumSet.noneOf(Behaviour.class);
    private @Nullable ClientConnection current;
    private long order;
    private int lastId;
    private boolean forgetful;
    private @Nullable Version spoken;

    /// @param ports gives numbers to connections, 1 to 65535
    /// @param trace is told of each frame that a client receives
    public SimClient(
            ClientKey key,
            MqttModel model,
            Scheduler scheduler,
            Dialer dialer,
            IntSupplier ports,
            BiConsumer<ClientKey, byte[]> trace) {
        this.key = key;
        this.model = model;
        this.scheduler = scheduler;
        this.dialer = dialer;
        this.ports = ports;
        this.trace = trace;
    }

    /// Whose it is.
    public ClientKey key() {
        return key;
    }

    MqttModel model() {
        return model;
    }

    BiConsumer<ClientKey, byte[]> trace() {
        return trace;
    }

    /// Whether it has a connection that was accepted.
    public boolean isConnected() {
        return current != null && current.isAccepted();
    }

    /// Whether it has a connection, accepted or not.
    public boolean isConnecting() {
        return current != null && current.isOpen();
    }

    private ClientConnection connection() {
        if (current == null) {
            throw new IllegalStateException(key + " is not connected");
        }
        return current;
    }

    /// Whether its session ends with the present connection.
    public boolean isPassing() {
        return current != null && current.isClean();
    }

    /// The version that it spoke last.
    public Version version() {
        return spoken == null ? Version.MQTT_3_1_1 : spoken;
    }

    // Connections.

    /// Opens a connection and sends CONNECT. A connection that it has already is left open: the broker will end it.
    ///
    /// @return false when nobody listens
    public boolean connect(ConnectOptions options) {
        if (spoken != null && spoken.isV5() != options.version().isV5() && !unfinished.isEmpty()) {
            forget(); // no client goes on with the messages of another kind
        }
        int port = ports.getAsInt();
        ClientConnection fresh = new ClientConnection(this, options.version());
        SimSocket socket = dialer.dial(fresh, port);
        if (socket == null) {
            return false;
        }
        spoken = options.version();
        requests.clear();
        current = fresh;
        connections.removeIf(old -> !old.isOpen());
        connections.add(fresh);
        Publication wish = options.hasWill() ? model.publication(key, true, options::willContent) : null;
        Will will = wish == null ? null : options.will(wish.content());
        Connect connect = options.packet(key.clientId(), forgetful, will);
        if (connect.cleanStart()) {
            unfinished.clear(); // as [MQTT-3.1.2-4] wants it
            received.clear();
            forgetful = true; // until the broker has agreed
        }
        ConnectionRecord record = model.connecting(key, connect, port);
        if (wish != null && will != null) {
            model.will(record, will, wish);
        }
        fresh.begin(socket, record);
        send(connect);
        keepAlive(fresh, options.keepAliveSeconds());
        return true;
    }

    private void keepAlive(ClientConnection connection, int seconds) {
        if (seconds > 0) {
            scheduler.after(seconds * 500_000L, () -> {
                if (connection == current && connection.isOpen()) {
                    if (!is(Behaviour.SILENT) && connection.isAccepted()) {
                        ping();
                    }
                    keepAlive(connection, seconds);
                }
            });
        }
    }

    /// CONNACK came.
    void accepted(ClientConnection on, ConnAck answer, boolean cleanStart) {
        if (on != current || answer.reason().isError()) {
            return;
        }
        boolean present = on.version() == Version.MQTT_3_1 ? !cleanStart : answer.sessionPresent();
        forgetful &= !cleanStart;
        if (!present) {
            unfinished.clear();
            received.clear();
            return;
        }
        List<Map.Entry<Integer, UnfinishedPublish>> again = new ArrayList<>(unfinished.entrySet());
        again.sort(Comparator.comparingLong(entry -> entry.getValue().order));
        for (Map.Entry<Integer, UnfinishedPublish> entry : again) {
            resend(on, entry.getKey(), entry.getValue());
        }
    }

    private void resend(ClientConnection on, int packetId, UnfinishedPublish message) {
        if (message.released) {
            model.released(on.record(), packetId, message.publication);
            send(new PubRel(packetId));
            return;
        }
        Publish p = message.packet;
        model.sent(on.record(), message.publication, packetId);
        Properties properties = on.version().isV5() ? p.properties() : Properties.NONE;
        send(new Publish(p.topic(), packetId, p.qos(), p.retain(), true, p.payload(), properties));
    }

    /// The connection has ended.
    void ended(ClientConnection on) {
        if (on == current) {
            requests.clear();
        }
    }

    /// Says goodbye and ends the connection.
    ///
    /// @param expirySeconds another session expiry, in 5.0; -1 for none
    public void disconnect(ReasonCode reason, long expirySeconds) {
        ClientConnection c = connection();
        Disconnect packet = Disconnect.NORMAL;
        if (c.version().isV5()) {
            Properties properties = expirySeconds < 0
                    ? Properties.NONE
                    : Properties.builder()
                            .set(Property.SESSION_EXPIRY_INTERVAL, expirySeconds)
                            .build();
            packet = new Disconnect(reason, properties);
        }
        model.disconnecting(c.record(), packet);
        send(packet);
        c.close();
    }

    /// The connection that it uses now, or used last; null before the first.
    public @Nullable ClientConnection current() {
        return current;
    }

    /// All connections that may be open, the one in use last.
    public List<ClientConnection> connections() {
        return List.copyOf(connections);
    }

    /// Forgets everything: the device was replaced. The next one begins with a clean start.
    public void forget() {
        unfinished.clear();
        received.clear();
        forgetful = true;
    }

    // Requests.

    private int freeId() {
        do {
            lastId = lastId >= 0xffff ? 1 : lastId + 1;
        } while (unfinished.containsKey(lastId) || requests.contains(lastId));
        return lastId;
    }

    void send(Packet packet) {
        ClientConnection c = connection();
        ByteBuffer frame = ByteBuffer.allocate(PacketEncoder.size(packet, c.version()));
        PacketEncoder.encode(packet, c.version(), frame);
        c.send(frame.array());
        model.spoke(c.record());
    }

    /// Sends a message.
    ///
    /// @return false when the broker's receive maximum does not allow it
    public boolean publish(PublishOptions options) {
        boolean limited = connection().version().isV5() && options.qos() != QoS.AT_MOST_ONCE;
        boolean room = !limited || unfinished.size() < connection().serverReceiveMaximum();
        if (room) {
            publishAnyway(options);
        }
        return room;
    }

    /// Sends a message, whatever the broker's receive maximum says.
    public Publication publishAnyway(PublishOptions options) {
        ClientConnection c = connection();
        Publication publication = model.publication(key, false, id -> options.content(id, c.version()));
        if (c.isClean()) {
            model.notKept(publication);
        }
        int packetId = options.qos() == QoS.AT_MOST_ONCE ? 0 : freeId();
        Publish packet = PublishOptions.packet(packetId, publication.content());
        if (packetId != 0) {
            unfinished.put(packetId, new UnfinishedPublish(publication, packet, ++order));
        }
        model.sent(c.record(), publication, packetId);
        send(options.alias() ? c.aliased(packet) : packet);
        return publication;
    }

    void acknowledged(ClientConnection on, int packetId) {
        UnfinishedPublish message = unfinished.get(packetId);
        if (on == current && message != null && message.packet.qos() == QoS.AT_LEAST_ONCE) {
            unfinished.remove(packetId);
        }
    }

    void recorded(ClientConnection on, int packetId, ReasonCode reason) {
        UnfinishedPublish message = unfinished.get(packetId);
        if (on != current || message == null) {
            return;
        }
        if (reason.isError()) {
            unfinished.remove(packetId);
        } else {
            message.released = true;
            model.released(on.record(), packetId, message.publication);
            send(new PubRel(packetId));
        }
    }

    void completed(ClientConnection on, int packetId) {
        if (on == current) {
            unfinished.remove(packetId);
        }
    }

    /// Sends SUBSCRIBE.
    ///
    /// @param id the subscription identifier, in 5.0; 0 for none
    public void subscribe(List<Subscription> wishes, int id) {
        ClientConnection c = connection();
        int packetId = freeId();
        requests.add(packetId);
        boolean v5 = c.version().isV5();
        List<Subscription> plain = v5
                ? wishes
                : wishes.stream()
                        .map(w -> new Subscription(w.filter(), w.qos()))
                        .toList();
        Properties properties =
                v5 && id > 0 ? Properties.builder().subscriptionIdentifier(id).build() : Properties.NONE;
        Subscribe packet = new Subscribe(packetId, plain, properties);
        model.subscribing(c.record(), packet, v5 ? id : 0);
        send(packet);
    }

    /// Sends UNSUBSCRIBE.
    public void unsubscribe(List<String> filters) {
        int packetId = freeId();
        requests.add(packetId);
        Unsubscribe packet = new Unsubscribe(packetId, filters, Properties.NONE);
        model.unsubscribing(connection().record(), packet);
        send(packet);
    }

    void answered(ClientConnection on, int packetId) {
        if (on == current) {
            requests.remove(packetId);
        }
    }

    /// Sends PINGREQ.
    public void ping() {
        model.pinged(connection().record());
        send(PingReq.PINGREQ);
    }

    // Acknowledgements.

    Set<Integer> received() {
        return received;
    }

    /// Acknowledges what it has held back, and from now on at once.
    ///
    /// @param reversed the last first, which the standard forbids and brokers bear
    public void release(boolean reversed) {
        behave(Behaviour.HOLDS_ACKS, false);
        if (current != null) {
            current.releaseHeld(reversed);
        }
    }

    /// Sends an acknowledgement that nobody waits for.
    ///
    /// @param type 4 to 7: PUBACK, PUBREC, PUBREL, PUBCOMP
    /// @param real whether for a message that waits for another kind of acknowledgement, if there is one
    public void strayAck(int type, boolean real) {
        ClientConnection c = connection();
        int packetId = real ? c.record().waitingForOtherThan(type) : 0;
        int id = packetId == 0 ? NEVER_USED : packetId;
        c.send(new byte[] {(byte) (type << 4 | (type == 6 ? 2 : 0)), 2, (byte) (id >> 8), (byte) id});
        model.spoke(c.record());
    }

    /// Behaves so from now on, or no more.
    public void behave(Behaviour behaviour, boolean on) {
        if (on) {
            behaviours.add(behaviour);
        } else {
            behaviours.remove(behaviour);
        }
    }

    boolean is(Behaviour behaviour) {
        return behaviours.contains(behaviour);
    }
}
