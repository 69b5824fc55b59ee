package io.hongyan.broker.session.state;

import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;

/// What CONNECT said about the packets that the client takes. One object serves many connections: most say the same.
///
/// @param problemInformation whether reason strings and user properties may come with every packet
/// @param maxPacketBytes the client's Maximum Packet Size
/// @param window QoS 1 and 2 messages that may be unacknowledged: the smaller of the client's Receive Maximum and the
///         server's limit
public record ClientLimits(Version version, boolean problemInformation, int maxPacketBytes, int window) {
    public static ClientLimits of(Connect connect, BrokerConfig config, ClientLimits usual) {
        Properties said = connect.properties();
        ClientLimits limits = new ClientLimits(
                connect.version(),
                said.flag(Property.REQUEST_PROBLEM_INFORMATION, true),
                (int) Math.min(Integer.MAX_VALUE, said.number(Property.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE)),
                (int) Math.min(config.session().maxInflight(), said.number(Property.RECEIVE_MAXIMUM, 0xffff)));
        return limits.equals(usual) ? usual : limits;
    }

    /// The limits of a client of that version that sets none.
    public static ClientLimits usual(Version version, BrokerConfig config) {
        return new ClientLimits(
                version, true, Integer.MAX_VALUE, config.session().maxInflight());
    }
}
