package io.hongyan.client.config;

import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The server that a client is connected to: its address, and its limits from CONNACK. Before 5.0 a server sends none,
/// and the values are the most permissive ones.
///
/// @param address of the server, as [ServerAddress#toString] writes it, such as `mqtts://broker.example.com:8883`
/// @param keepAlive what holds; 0 = off
/// @param maximumPacketSize in bytes
/// @param receiveMaximum messages of QoS 1 and 2 that may be on their way to it
/// @param topicAliasMaximum 0 = none
/// @param sessionExpiry what holds; null when the server did not change the client's wish
/// @param properties everything it said
public record ServerLimits(
        String address,
        Duration keepAlive,
        QoS maximumQos,
        boolean retainAvailable,
        long maximumPacketSize,
        int receiveMaximum,
        int topicAliasMaximum,
        boolean wildcardsAvailable,
        boolean sharedSubscriptionsAvailable,
        @Nullable Duration sessionExpiry,
        Properties properties) {}
