package io.hongyan.testkit.sim.client;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;

/// What a client says in CONNECT.
///
/// @param user the user name; empty for none
/// @param expirySeconds session expiry of 5.0; -1 for none
/// @param keepAliveSeconds 0 for none
/// @param receiveMaximum of 5.0; 0 for none
/// @param maxPacketBytes of 5.0; 0 for none
/// @param aliasMaximum of 5.0; 0 for none
/// @param willTopic empty for no will
/// @param willDelaySeconds of 5.0
/// @param willExpirySeconds of 5.0; -1 for none
public record ConnectOptions(
        Version version,
        boolean cleanStart,
        String user,
        long expirySeconds,
        int keepAliveSeconds,
        int receiveMaximum,
        int maxPacketBytes,
        int aliasMaximum,
        String willTopic,
        QoS willQos,
        boolean willRetain,
        int willDelaySeconds,
        int willExpirySeconds) {}
