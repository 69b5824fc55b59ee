package io.hongyan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.hongyan.auth.Signature;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Queues of business systems, and their connections.
final class QueuesAsked {
    private static final String SIGN_KEY = "1700000000000";

    private final DescribedApi api;
    private final Credentials credentials;
    private final String at;

    QueuesAsked(DescribedApi api) throws IOException {
        this.api = api;
        credentials = Credentials.read(api.server().data()).orElseThrow();
        at = "/instances/" + credentials.instance();
    }

    void ask() throws Exception {
        String queue = credentials.topic() + "@audit";
        String one = at + "/queues/" + queue.replace("@", "%40");
        Connection connection = connect();
        try {
            Channel channel = connection.createChannel();
            channel.basicConsume(
                    queue,
                    false,
                    (_, message) -> channel.basicNack(message.getEnvelope().getDeliveryTag(), false, false),
                    _ -> {});
            List<JsonFields> open = api.get(at + "/amqp-connections?limit=5").objects("connections");
            refuse(one, 2);
            api.get(at + "/queues");
            api.get(one);
            letters(one);
            api.done("DELETE", at + "/amqp-connections/" + open.getFirst().number("id"), Map.of());
        } finally {
            connection.abort(); // also when it has been closed
        }
        api.post(one + "/purge", Map.of());
        api.done("DELETE", one, Map.of());
        api.refused(404, "GET", one, Map.of());
    }

    /// Sends messages that become dead letters.
    private void refuse(String one, int count) throws IOException {
        try (RawClient device = new RawClient(api.server().port("tcp")).connect(Login.of(credentials, "meter"))) {
            device.expectAccepted();
            for (int i = 0; i < count; i++) {
                device.publishAndWait(credentials.topic() + "/a", "text");
            }
        }
        await().until(() -> api.get(one).number("deadLetters") == count);
    }

    private void letters(String one) throws IOException {
        String all = one + "/dead-letters?after=0&limit=10";
        List<JsonFields> letters = api.get(all).objects("deadLetters");
        Map<String, ?> first = Map.of("sequences", List.of(letters.getFirst().text("sequence")));
        api.post(one + "/dead-letters/discard", first);
        await().until(() -> api.get(all).objects("deadLetters").size() < letters.size());
        api.refused(404, "POST", one + "/dead-letters/discard", first);
        api.post(one + "/dead-letters/replay", Map.of());
    }

    private Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(api.server().port("amqp"));
        factory.setVirtualHost("MQTT");
        String user = "0:" + credentials.instance() + ":" + credentials.accessKey();
        factory.setUsername(Base64.getEncoder().encodeToString(user.getBytes(UTF_8)));
        factory.setPassword(Signature.of(credentials.secretKey(), SIGN_KEY));
        factory.setAutomaticRecoveryEnabled(false);
        Map<String, Object> properties = new HashMap<>(factory.getClientProperties());
        properties.put("signKey", SIGN_KEY);
        factory.setClientProperties(properties);
        return factory.newConnection();
    }
}
