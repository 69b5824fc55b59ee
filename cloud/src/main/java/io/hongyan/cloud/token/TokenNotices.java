package io.hongyan.cloud.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.auth.Client;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;

/// Sends token notices to a client, which needs no subscription for them.
public final class TokenNotices {
    public static final Topic EXPIRES = Topic.of("$SYS/tokenExpireNotice");
    public static final Topic INVALID = Topic.of("$SYS/tokenInvalidNotice");

    private TokenNotices() {}

    /// A token will expire soon.
    public static void expires(Client client, TokenType type, long expiresAt) {
        send(client, EXPIRES, QoS.AT_LEAST_ONCE, "{\"expireTime\":" + expiresAt + ",\"type\":\"" + type + "\"}");
    }

    /// A token is invalid or does not cover a topic, and the connection ends or the client has lost filters. Sent at
    /// QoS 0: the connection may end before an acknowledgement, and a later connection must not get the notice.
    public static void invalid(Client client, TokenError error, TokenType type) {
        send(client, INVALID, QoS.AT_MOST_ONCE, "{\"code\":" + error.code() + ",\"type\":\"" + type + "\"}");
    }

    private static void send(Client client, Topic topic, QoS qos, String json) {
        client.send(topic, json.getBytes(UTF_8), qos);
    }
}
