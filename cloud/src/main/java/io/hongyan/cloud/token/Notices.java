package io.hongyan.cloud.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.auth.Client;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;

/// What the server tells a client about its tokens; no subscription is needed for it.
public final class Notices {
    public static final Topic EXPIRES = Topic.of("$SYS/tokenExpireNotice");
    public static final Topic INVALID = Topic.of("$SYS/tokenInvalidNotice");

    private Notices() {}

    /// A token will soon end.
    public static void expires(Client client, TokenType type, long expiresAt) {
        send(client, EXPIRES, QoS.AT_LEAST_ONCE, "{\"expireTime\":" + expiresAt + ",\"type\":\"" + type + "\"}");
    }

    /// A token is no good for what the client does, and the connection ends for it, or filters went. At QoS 0: nobody
    /// may be there to acknowledge it, and a session that comes back later must not read it as news.
    public static void invalid(Client client, TokenFault fault, TokenType type) {
        send(client, INVALID, QoS.AT_MOST_ONCE, "{\"code\":" + fault.code() + ",\"type\":\"" + type + "\"}");
    }

    private static void send(Client client, Topic topic, QoS qos, String json) {
        client.send(topic, json.getBytes(UTF_8), qos);
    }
}
