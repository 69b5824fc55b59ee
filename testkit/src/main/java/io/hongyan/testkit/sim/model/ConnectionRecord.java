package io.hongyan.testkit.sim.model;

import static io.hongyan.testkit.sim.model.Publication.OPEN;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.property.Property;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One connection of a client: what it asked, what it was answered, and when the broker began and ended it.
public final class ConnectionRecord {
    final int port;
    final ClientKey key;
    final Connect connect;
    final long requested;
    final long requestedMicros;
    final long maxPacketBytes;
    final int receiveMaximum;

    @Nullable
    WillRecord will;

    @Nullable
    SessionRecord session;

    /// When the broker accepted it, and when it released it.
    long began = OPEN;

    long ended = OPEN;
    long endedMicros = OPEN;

    /// How many crashes its session had seen when it began.
    int crashes;

    boolean acknowledged;
    boolean sessionPresent;
    boolean serverSaidGoodbye;
    boolean closed;

    @Nullable
    Disconnect disconnect;

    long lastSentMicros;
    final EnumSet<Cause> causes = EnumSet.noneOf(Cause.class);

    // What waits for an answer, in the order of sending.
    final ArrayDeque<Request> atLeastOnce = new ArrayDeque<>();
    final ArrayDeque<Request> exactlyOnce = new ArrayDeque<>();
    final Map<Integer, Request> releases = new LinkedHashMap<>();
    final Map<Integer, SubscribeRequest> subscribes = new HashMap<>();
    final Map<Integer, UnsubscribeRequest> unsubscribes = new HashMap<>();
    final ArrayDeque<Long> pings = new ArrayDeque<>();

    /// QoS 0 messages of which it is unknown yet whether the broker has processed them.
    final List<Publication> unanswered = new ArrayList<>();

    // What came and was not finished by this side.
    final Map<Integer, QoS> unacknowledged = new TreeMap<>();
    final ArrayDeque<Integer> received = new ArrayDeque<>();
    final Map<SessionRecord.OrderKey, Integer> lastRepeated = new HashMap<>();

    /// The broker has processed what was sent before this stamp.
    long answered;

    /// Why the broker may end a connection.
    public enum Cause {
        /// The client, or the network, broke it.
        CUT,
        /// The network held it up, or the client did not read.
        SLOW,
        /// The client broke the rules.
        MISBEHAVED,
        /// An administrator ended it, or deleted the instance.
        ADMINISTRATOR,
        /// A publish without permission, or while the broker could not accept it.
        REFUSED,
        /// A hook of this client threw.
        INJECTED,
        /// The broker stopped in order.
        STOPPED
    }

    /// A PUBLISH that waits for its acknowledgement.
    record Request(int packetId, Publication publication, long stamp) {}

    /// A SUBSCRIBE that waits for its acknowledgement.
    record SubscribeRequest(
            Subscribe packet,
            List<SubscriptionRecord> records,
            List<SubscriptionRecord.Version> versions,
            long stamp) {}

    /// An UNSUBSCRIBE that waits for its acknowledgement.
    record UnsubscribeRequest(int filters, List<SubscriptionRecord> records, long stamp) {}

    ConnectionRecord(int port, ClientKey key, Connect connect, long stamp, long micros) {
        this.port = port;
        this.key = key;
        this.connect = connect;
        this.requested = stamp;
        this.requestedMicros = micros;
        this.lastSentMicros = micros;
        this.maxPacketBytes = connect.properties().number(Property.MAXIMUM_PACKET_SIZE, Long.MAX_VALUE);
        this.receiveMaximum = (int) connect.properties().number(Property.RECEIVE_MAXIMUM, 0xffff);
    }

    /// The version that the client speaks on it.
    public Version version() {
        return connect.version();
    }

    /// What the client said.
    public Connect connect() {
        return connect;
    }

    /// Allows the broker to end it for that reason.
    public void allow(Cause cause) {
        causes.add(cause);
    }

    /// The identifier of a message that came and waits for another acknowledgement than that; 0 for none.
    ///
    /// @param type 4 to 7: PUBACK, PUBREC, PUBREL, PUBCOMP
    public int waitingForOtherThan(int type) {
        for (Map.Entry<Integer, QoS> entry : unacknowledged.entrySet()) {
            boolean first = !received.contains(entry.getKey());
            boolean other = entry.getValue() == QoS.AT_LEAST_ONCE ? type == 5 || type == 7 : first && type != 5;
            if (other && type != 6) {
                return entry.getKey();
            }
        }
        return 0;
    }

    /// Whether the broker has accepted it and not released it.
    boolean isServed() {
        return began != OPEN && ended == OPEN;
    }

    /// Whether the broker has nothing to answer any more.
    boolean isAnswered() {
        return acknowledged
                && atLeastOnce.isEmpty()
                && exactlyOnce.isEmpty()
                && releases.isEmpty()
                && subscribes.isEmpty()
                && unsubscribes.isEmpty()
                && pings.isEmpty();
    }

    /// What has not been answered.
    String debts() {
        return (acknowledged ? "" : " CONNECT")
                + (atLeastOnce.isEmpty() ? "" : " PUBLISH QoS 1 " + atLeastOnce)
                + (exactlyOnce.isEmpty() ? "" : " PUBLISH QoS 2 " + exactlyOnce)
                + (releases.isEmpty() ? "" : " PUBREL " + releases.keySet())
                + (subscribes.isEmpty() ? "" : " SUBSCRIBE " + subscribes.keySet())
                + (unsubscribes.isEmpty() ? "" : " UNSUBSCRIBE " + unsubscribes.keySet())
                + (pings.isEmpty() ? "" : " PINGREQ " + pings.size());
    }

    @Override
    public String toString() {
        return "connection " + port + " of " + key;
    }
}
