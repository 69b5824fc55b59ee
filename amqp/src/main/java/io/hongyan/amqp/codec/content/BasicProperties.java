package io.hongyan.amqp.codec.content;

import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.field.Texts;
import org.jspecify.annotations.Nullable;

/// The properties of class basic, which messages have (AMQP 0-9-1, 4.2.6.1). Null is absent. Texts have at most 255
/// bytes and no zeros.
///
/// @param contentType a MIME type
/// @param contentEncoding such as `gzip`
/// @param headers what applications add
/// @param deliveryMode 1 for messages that may be lost, 2 for those that are kept; 0 to 255
/// @param priority 0 to 255, meant for 0 to 9
/// @param correlationId which request this answers
/// @param replyTo where to send the answer
/// @param expiration a number in decimal digits. AMQP means milliseconds; the server SDK of the cloud service means
///   seconds
/// @param messageId who sends it chooses it
/// @param timestamp seconds since 1970, as an unsigned number
/// @param type what kind of message this is
/// @param userId who sends it
/// @param appId with which program
/// @param clusterId reserved by the standard
public record BasicProperties(
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable FieldTable headers,
        @Nullable Integer deliveryMode,
        @Nullable Integer priority,
        @Nullable String correlationId,
        @Nullable String replyTo,
        @Nullable String expiration,
        @Nullable String messageId,
        @Nullable Long timestamp,
        @Nullable String type,
        @Nullable String userId,
        @Nullable String appId,
        @Nullable String clusterId) {
    public static final BasicProperties NONE = builder().build();

    public BasicProperties {
        check(contentType, "content-type");
        check(contentEncoding, "content-encoding");
        checkOctet(deliveryMode, "delivery-mode");
        checkOctet(priority, "priority");
        check(correlationId, "correlation-id");
        check(replyTo, "reply-to");
        check(expiration, "expiration");
        check(messageId, "message-id");
        check(type, "type");
        check(userId, "user-id");
        check(appId, "app-id");
        check(clusterId, "cluster-id");
    }

    public static Builder builder() {
        return new Builder();
    }

    private static void check(@Nullable String text, String what) {
        if (text != null) {
            Texts.checkShort(text, what);
        }
    }

    private static void checkOctet(@Nullable Integer value, String what) {
        if (value != null && (value < 0 || value > 0xff)) {
            throw new IllegalArgumentException(what + " is 0 to 255, not " + value);
        }
    }

    /// Collects properties; what is not set is absent. [#build] checks them.
    ///
    /// Confined to one thread.
    public static final class Builder {
        private @Nullable String contentType;
        private @Nullable String contentEncoding;
        private @Nullable FieldTable headers;
        private @Nullable Integer deliveryMode;
        private @Nullable Integer priority;
        private @Nullable String correlationId;
        private @Nullable String replyTo;
        private @Nullable String expiration;
        private @Nullable String messageId;
        private @Nullable Long timestamp;
        private @Nullable String type;
        private @Nullable String userId;
        private @Nullable String appId;
        private @Nullable String clusterId;

        private Builder() {}

        public Builder contentType(@Nullable String value) {
            contentType = value;
            return this;
        }

        public Builder contentEncoding(@Nullable String value) {
            contentEncoding = value;
            return this;
        }

        public Builder headers(@Nullable FieldTable value) {
            headers = value;
            return this;
        }

        public Builder deliveryMode(@Nullable Integer value) {
            deliveryMode = value;
            return this;
        }

        public Builder priority(@Nullable Integer value) {
            priority = value;
            return this;
        }

        public Builder correlationId(@Nullable String value) {
            correlationId = value;
            return this;
        }

        public Builder replyTo(@Nullable String value) {
            replyTo = value;
            return this;
        }

        public Builder expiration(@Nullable String value) {
            expiration = value;
            return this;
        }

        public Builder messageId(@Nullable String value) {
            messageId = value;
            return this;
        }

        public Builder timestamp(@Nullable Long value) {
            timestamp = value;
            return this;
        }

        public Builder type(@Nullable String value) {
            type = value;
            return this;
        }

        public Builder userId(@Nullable String value) {
            userId = value;
            return this;
        }

        public Builder appId(@Nullable String value) {
            appId = value;
            return this;
        }

        public Builder clusterId(@Nullable String value) {
            clusterId = value;
            return this;
        }

        public BasicProperties build() {
            return new BasicProperties(
                    contentType,
                    contentEncoding,
                    headers,
                    deliveryMode,
                    priority,
                    correlationId,
                    replyTo,
                    expiration,
                    messageId,
                    timestamp,
                    type,
                    userId,
                    appId,
                    clusterId);
        }
    }
}
