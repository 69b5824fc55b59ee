package io.hongyan.client.session;

import io.hongyan.client.config.ServerLimits;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.time.Duration;

/// Reads the server's limits from CONNACK.
final class ServerLimitsReader {
    private ServerLimitsReader() {}

    /// @param keepAlive the value in CONNECT, in seconds
    static ServerLimits read(String address, ConnAck answer, int keepAlive) {
        Properties p = answer.properties();
        long expiry = p.number(Property.SESSION_EXPIRY_INTERVAL, -1);
        return new ServerLimits(
                address,
                Duration.ofSeconds(p.number(Property.SERVER_KEEP_ALIVE, keepAlive)),
                QoS.of((int) p.number(Property.MAXIMUM_QOS, 2)),
                p.flag(Property.RETAIN_AVAILABLE, true),
                p.number(Property.MAXIMUM_PACKET_SIZE, 268_435_460),
                (int) p.number(Property.RECEIVE_MAXIMUM, 0xffff),
                (int) p.number(Property.TOPIC_ALIAS_MAXIMUM, 0),
                p.flag(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, true),
                p.flag(Property.SHARED_SUBSCRIPTION_AVAILABLE, true),
                expiry < 0 ? null : Duration.ofSeconds(expiry),
                p);
    }
}
