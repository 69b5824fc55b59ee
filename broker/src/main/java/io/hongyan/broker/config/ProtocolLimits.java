package io.hongyan.broker.config;

import io.hongyan.codec.QoS;
import java.time.Duration;

/// Limits on what a client may send. CONNACK of 5.0 announces them.
///
/// @param connectTimeout how long a new connection may take to send its CONNECT, 1 s to 5 min
/// @param maxConnectBytes largest CONNECT packet in bytes, 1 KiB to 1 MiB; a longer one is closed unread
/// @param maxPacketBytes largest packet accepted in bytes, 1 KiB to 256 MiB (Maximum Packet Size); an instance may
///   have less
/// @param receiveMaximum unacknowledged QoS 1 and 2 publishes accepted from one client, 1 to 65535
/// @param topicAliasMaximum aliases that a client may set, 0 to 65535
/// @param outgoingAliases aliases that the server sets for topics that repeat, 0 to 65535; the client's own maximum
///         holds too
/// @param maxTopicLevels levels of a topic name or filter, 1 to 65535
/// @param maxKeepAliveSeconds longest keep alive in seconds, 0 to 65535; 0 = as the client asks (Server Keep Alive)
/// @param maxQoS highest QoS of a publish (Maximum QoS)
/// @param retainAvailable whether messages may be retained
/// @param sharedAvailable whether `$share` filters are served
/// @param maxFiltersPerPacket filters in one SUBSCRIBE or UNSUBSCRIBE, 1 to 65535
/// @param responseInformation Response Information for a client that requests it, in general the beginning of a topic
///         for its responses; `%c` stands for its client id; up to 256 characters, no wildcards; empty = nothing
public record ProtocolLimits(
        Duration connectTimeout,
        int maxConnectBytes,
        int maxPacketBytes,
        int receiveMaximum,
        int topicAliasMaximum,
        int outgoingAliases,
        int maxTopicLevels,
        int maxKeepAliveSeconds,
        QoS maxQoS,
        boolean retainAvailable,
        boolean sharedAvailable,
        int maxFiltersPerPacket,
        String responseInformation) {
    private static final int LONGEST_INFORMATION = 256;

    public ProtocolLimits {
        RangeCheck.range("connectTimeout", connectTimeout, Duration.ofSeconds(1), Duration.ofMinutes(5));
        RangeCheck.range("maxConnectBytes", maxConnectBytes, 1024, 1 << 20);
        RangeCheck.range("maxPacketBytes", maxPacketBytes, 1024, 1 << 28);
        RangeCheck.range("receiveMaximum", receiveMaximum, 1, 0xffff);
        RangeCheck.range("topicAliasMaximum", topicAliasMaximum, 0, 0xffff);
        RangeCheck.range("outgoingAliases", outgoingAliases, 0, 0xffff);
        RangeCheck.range("maxTopicLevels", maxTopicLevels, 1, 0xffff);
        RangeCheck.range("maxKeepAliveSeconds", maxKeepAliveSeconds, 0, 0xffff);
        RangeCheck.range("maxFiltersPerPacket", maxFiltersPerPacket, 1, 0xffff);
        RangeCheck.range("the length of responseInformation", responseInformation.length(), 0, LONGEST_INFORMATION);
        if (responseInformation.matches("(?s).*[+#\\x00].*")) {
            throw new IllegalArgumentException(
                    "responseInformation is the beginning of a topic, without + and #, not " + responseInformation);
        }
    }

    public static ProtocolLimits defaults() {
        return new ProtocolLimits(
                Duration.ofSeconds(10),
                256 << 10,
                16 << 20,
                1000,
                64,
                16,
                128,
                0,
                QoS.EXACTLY_ONCE,
                true,
                true,
                10_000,
                "");
    }
}
