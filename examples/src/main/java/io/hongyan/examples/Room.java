package io.hongyan.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.hongyan.client.MqttClient;
import io.hongyan.client.auth.CloudSignature;
import io.hongyan.client.auth.Login;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.codec.QoS;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The business side of a live room. Comments come in on one topic, are checked, and go out to everybody on another;
/// comments of a muted guest are not forwarded, and the guest gets a notice (P2P). Everything is QoS 0 and in clean
/// sessions: a comment that arrives late is useless.
///
/// Whoever knows somebody's client id can write in that name. Where that matters, let each page have a token for a
/// topic of its own.
final class Room implements AutoCloseable {
    private static final int MOST_GUESTS = 10_000;

    private final Settings settings;
    private final MqttClient client;
    private final Map<String, Guest> guests = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    private static final class Guest {
        private final String clientId;
        private volatile boolean muted;

        Guest(String clientId) {
            this.clientId = clientId;
        }
    }

    /// The connection settings of a page.
    ///
    /// @param up where it publishes
    /// @param down where it listens
    record Ticket(String url, String clientId, String username, String password, String up, String down, String name) {}

    Room(Settings settings) {
        this.settings = settings;
        client = MqttClient.builder()
                .server(settings.endPoint())
                .clientId(settings.clientId("room"))
                .credentials(signature())
                .connect();
        client.subscribe(topic("up"), this::comment);
    }

    /// Admits a guest; the same name again is the same guest on another page.
    ///
    /// @param name 1 to 20 letters, digits, `-` or `_`
    Ticket enter(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,20}")) {
            throw new IllegalArgumentException("a name has 1 to 20 letters, digits, '-' or '_'");
        }
        if (guests.size() >= MOST_GUESTS && !guests.containsKey(name)) {
            throw new IllegalArgumentException("the room is full");
        }
        String clientId = guests.computeIfAbsent(
                        name, key -> new Guest(settings.clientId("guest" + numbers.incrementAndGet())))
                .clientId;
        Login login = signature().login(clientId);
        return new Ticket(
                webSocket(),
                clientId,
                requireNonNull(login.username()),
                new String(requireNonNull(login.password()), UTF_8),
                topic("up"),
                topic("down"),
                name);
    }

    /// Forbids or allows a guest to comment, and tells the guest.
    ///
    /// @return whether there is such a guest
    boolean mute(String name, boolean muted) {
        Guest guest = guests.get(name);
        if (guest == null) {
            return false;
        }
        guest.muted = muted;
        client.publishTo(
                settings.topic(), guest.clientId, JsonMapper.shared().writeValueAsBytes(Map.of("muted", muted)));
        return true;
    }

    @Override
    public void close() {
        client.close();
    }

    private void comment(Delivery delivery) {
        Map<String, String> comment;
        try {
            comment = JsonMapper.shared().readValue(delivery.payload(), new TypeReference<>() {});
        } catch (JacksonException e) {
            return; // not from our page
        }
        String name = comment.getOrDefault("name", "");
        Guest guest = guests.get(name);
        if (guest == null || guest.muted || !guest.clientId.equals(comment.get("clientId"))) {
            return;
        }
        Map<String, String> shown = Map.of("name", name, "text", comment.getOrDefault("text", ""));
        byte[] payload = JsonMapper.shared().writeValueAsBytes(shown);
        client.publish(Message.of(topic("down"), payload).withQos(QoS.AT_MOST_ONCE));
    }

    private CloudSignature signature() {
        return CloudSignature.of(settings.accessKey(), settings.secretKey(), settings.instanceId());
    }

    private String topic(String below) {
        return settings.topic() + "/room/" + below;
    }

    private String webSocket() {
        if (!settings.webSocket().isEmpty()) {
            return settings.webSocket();
        }
        String endPoint = settings.endPoint();
        URI uri = URI.create(endPoint.contains("://") ? endPoint : "mqtt://" + endPoint);
        return "ws://" + uri.getHost() + ":8083/mqtt";
    }
}
