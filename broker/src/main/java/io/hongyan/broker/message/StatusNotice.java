package io.hongyan.broker.message;

import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.UserProperty;
import io.hongyan.codec.topic.Topic;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// What business systems are told of a connection. In an outbox it is a message whose topic is the event.
///
/// @param channelId unique for each connection, 32 hexadecimal digits
/// @param time milliseconds since 1970
/// @param clientIp `ip:port`
/// @param certificateChainSn serial numbers of the certificates that the client showed, with commas between; empty for
///     none, and when the connection was one of an earlier run
/// @param remark in plain words; empty for none
public record StatusNotice(
        Event event,
        String clientId,
        String channelId,
        long time,
        String clientIp,
        String certificateChainSn,
        String remark) {
    private static final String CHANNEL = "channelId";
    private static final String TIME = "time";
    private static final String ADDRESS = "clientIp";
    private static final String CERTIFICATES = "certificateChainSn";
    private static final String REMARK = "remark";

    /// What happened.
    public enum Event {
        /// The client is connected.
        CONNECT,
        /// The client has said that it goes.
        DISCONNECT,
        /// The connection is gone, whatever the cause.
        TCPCLEAN;

        /// The word for it, as business systems know it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The notice as it waits in an outbox.
    public Message toMessage() {
        Properties properties = Properties.builder()
                .user(CHANNEL, channelId)
                .user(TIME, Long.toString(time))
                .user(ADDRESS, clientIp)
                .user(CERTIFICATES, certificateChainSn)
                .user(REMARK, remark)
                .build();
        return new Message(
                Topic.of(event.word()), new byte[0], QoS.AT_LEAST_ONCE, false, properties, clientId, Message.NEVER);
    }

    /// The notice that a message of an outbox holds.
    public static StatusNotice of(Message message) {
        Map<String, String> facts = new HashMap<>();
        for (UserProperty fact : message.properties().userProperties()) {
            facts.put(fact.name(), fact.value());
        }
        return new StatusNotice(
                Event.valueOf(message.topic().toString().toUpperCase(Locale.ROOT)),
                message.publisher(),
                facts.getOrDefault(CHANNEL, ""),
                Long.parseLong(facts.getOrDefault(TIME, "0")),
                facts.getOrDefault(ADDRESS, ""),
                facts.getOrDefault(CERTIFICATES, ""),
                facts.getOrDefault(REMARK, ""));
    }
}
