package io.hongyan.cluster.connection;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.EventSink;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.transport.Connection;
import java.nio.ByteBuffer;

/// Tells clients that the service cannot serve them now, or that another node does, in words of their version, and
/// closes.
///
/// Confined to its loop.
final class ClientRefusal {
    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(1));
    private final EventSink events;

    ClientRefusal(EventSink events) {
        this.events = events;
    }

    /// @param frame the client's CONNECT, which the broker has read already
    /// @param why for the client and the log
    void unavailable(Connection socket, ByteBuffer frame, String why) {
        String clientId = "";
        String user = "";
        try {
            Connect connect = decoder.decodeConnect(frame);
            clientId = connect.clientId();
            user = connect.username() == null ? "" : connect.username();
            Properties said = connect.version().isV5()
                    ? Properties.builder().set(Property.REASON_STRING, why).build()
                    : Properties.NONE;
            answer(socket, connect, new ConnAck(false, ReasonCode.SERVER_UNAVAILABLE, said));
        } catch (ProtocolException unreadable) {
            socket.abort(); // cannot be: the broker has read it
        }
        events.on(new BrokerEvent.ConnectRefused(clientId, user, socket.peer(), ReasonCode.SERVER_UNAVAILABLE, why));
        socket.close();
    }

    /// Sends a client to another server for this time, if it takes a packet that says where. That is no refusal, and no
    /// event.
    ///
    /// @param frame the CONNECT of 5.0, which the broker has read already
    /// @param reference where to (chapter 4.11)
    /// @return whether it was told
    boolean refer(Connection socket, ByteBuffer frame, String reference) {
        Properties where =
                Properties.builder().set(Property.SERVER_REFERENCE, reference).build();
        ConnAck answer = new ConnAck(false, ReasonCode.USE_ANOTHER_SERVER, where);
        Connect connect = decoder.decodeConnect(frame.duplicate());
        if (PacketEncoder.size(answer, connect.version()) > most(connect)) {
            return false;
        }
        answer(socket, connect, answer);
        socket.close();
        return true;
    }

    private static long most(Connect connect) {
        return connect.properties().number(Property.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE);
    }

    private static void answer(Connection socket, Connect connect, ConnAck whole) {
        Version version = connect.version();
        long most = most(connect);
        ConnAck answer = PacketEncoder.fitted(whole, version, most, true);
        int size = PacketEncoder.size(answer, version);
        if (size <= most) {
            PacketEncoder.encode(answer, version, socket.frame(size));
        }
    }
}
