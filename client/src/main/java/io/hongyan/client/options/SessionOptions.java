package io.hongyan.client.options;

import io.hongyan.client.auth.Credentials;
import io.hongyan.client.message.Message;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Identity, credentials and session of a client, and other fields of CONNECT.
///
/// @param clientId empty = the server chooses
/// @param keepAlive seconds
/// @param expiry how long the server keeps the session of an absent client; null = it ends with the client
/// @param orderedExport whether the cloud service is asked to keep this client's order
/// @param replyTopic where answers to requests go; null = made from the client id
public record SessionOptions(
        String clientId,
        Version version,
        int keepAlive,
        @Nullable Duration expiry,
        Credentials credentials,
        @Nullable Will will,
        Properties connectProperties,
        boolean orderedExport,
        @Nullable String replyTopic) {
    private static final List<Property> OWN_METHOD =
            List.of(Property.RECEIVE_MAXIMUM, Property.MAXIMUM_PACKET_SIZE, Property.TOPIC_ALIAS_MAXIMUM);

    public SessionOptions {
        Preconditions.check(
                expiry == null || !clientId.isEmpty(),
                "persistentSession needs a clientId: the server keeps the session under it");
        Preconditions.check(
                version.isV5() || connectProperties.isEmpty(),
                "userProperty and connectProperties need version(MQTT_5)");
        for (Property own : OWN_METHOD) {
            Preconditions.check(!connectProperties.has(own), "connectProperties: " + own + " has a method of its own");
        }
        Preconditions.check(
                replyTopic == null || version.isV5(),
                "replyTopic needs version(MQTT_5): before, a message has no response topic");
    }

    /// The same with a random client id when there is none and the server does not choose one, as before 5.0.
    SessionOptions identified() {
        if (!clientId.isEmpty() || version.isV5()) {
            return this;
        }
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        return new SessionOptions(
                "hongyan" + HexFormat.of().formatHex(random),
                version,
                keepAlive,
                expiry,
                credentials,
                will,
                connectProperties,
                orderedExport,
                replyTopic);
    }

    /// Holds the defaults until they are set.
    public static final class Builder {
        private String clientId = "";
        private Version version = Version.MQTT_5;
        private int keepAlive = 60;
        private @Nullable Duration expiry;
        private Credentials credentials = Credentials.NONE;
        private @Nullable Will will;
        private Properties connectProperties = Properties.NONE;
        private boolean orderedExport;
        private @Nullable String replyTopic;

        public void clientId(String value) {
            clientId = value;
        }

        public void version(Version value) {
            version = value;
        }

        public void keepAlive(Duration value) {
            long seconds = value.toSeconds();
            Preconditions.check(seconds >= 0 && seconds <= 0xffff, "keepAlive is 0 to 65535 s, not " + value);
            keepAlive = (int) seconds;
        }

        public void persistent(Duration keptFor) {
            long seconds = keptFor.toSeconds();
            Preconditions.check(
                    seconds >= 1 && seconds < 0xffff_ffffL,
                    "persistentSession is kept for 1 to 4294967294 s, not " + keptFor);
            expiry = keptFor;
        }

        public void credentials(Credentials value) {
            credentials = value;
        }

        public void will(Message message, Duration delay) {
            long seconds = delay.toSeconds();
            Preconditions.check(
                    seconds >= 0 && seconds <= 0xffff_ffffL, "will.delay is 0 to 4294967295 s, not " + delay);
            Properties properties = seconds == 0
                    ? message.properties()
                    : message.properties().toBuilder()
                            .set(Property.WILL_DELAY_INTERVAL, seconds)
                            .build();
            will = new Will(message.topic(), message.payload(), message.qos(), message.retain(), properties);
        }

        public void addConnectProperties(Properties value) {
            connectProperties = connectProperties.toBuilder().addAll(value).build();
        }

        public void orderedExport() {
            orderedExport = true;
        }

        public void replyTopic(String value) {
            Preconditions.checkTopic("replyTopic", value);
            replyTopic = value;
        }

        public SessionOptions build() {
            return new SessionOptions(
                    clientId,
                    version,
                    keepAlive,
                    expiry,
                    credentials,
                    will,
                    connectProperties,
                    orderedExport,
                    replyTopic);
        }
    }
}
