package io.hongyan.cloud.wire;

import static org.awaitility.Awaitility.await;

import io.hongyan.auth.Signature;
import io.hongyan.broker.Broker;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.store.VShard;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.Stage;
import io.hongyan.codec.Version;
import io.hongyan.transport.Listener;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/// A broker on the loopback with the small service of [Stage] on it, two shards, and the stage's clock.
final class LiveBroker implements AutoCloseable {
    private static final int SHARDS = 2;

    final Stage stage;
    final Queue<BrokerEvent> events = new ConcurrentLinkedQueue<>();
    final Broker broker;
    private final Transport transport = Transport.start("live", SHARDS);
    private final Listener listener;
    private final List<WireClient> clients = new ArrayList<>();

    LiveBroker() {
        this(new Stage());
    }

    LiveBroker(Stage stage) {
        this.stage = stage;
        broker = Broker.start(
                BrokerConfig.defaults(),
                transport.loops(),
                stage.authenticator(),
                new MemoryStore(),
                stage.traces.and(events::add),
                stage.clock,
                new Random(3));
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener =
                transport.listen(ListenerOptions.of("tcp", ListenerOptions.Kind.TCP, anyPort, null), broker.acceptor());
    }

    /// A connection that has said nothing yet.
    WireClient client(Version version) {
        WireClient client = new WireClient(listener.address(), version);
        clients.add(client);
        return client;
    }

    /// A device of GID_Test that logged in with its signature.
    WireClient device(Version version, String device) {
        String clientId = "GID_Test@@@" + device;
        WireClient client = client(version);
        client.login(clientId, Stage.SIGNATURE, signature(clientId));
        return client;
    }

    /// A client that logged in with tokens.
    WireClient withTokens(Version version, String password) {
        WireClient client = client(version);
        client.login(Stage.DEVICE, Stage.TOKEN, password);
        return client;
    }

    /// Moves time ahead and waits until each shard has noticed: a session of ten minutes on each has to go.
    void forwardAndNotice(Duration by) {
        int marked = 0;
        Set<String> markers = new HashSet<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            String device = "marker" + marked++;
            while (VShard.ofClient("GID_Test@@@" + device) % SHARDS != shard) {
                device = "marker" + marked++;
            }
            String id = "GID_Test@@@" + device;
            WireClient marker = client(Version.MQTT_5).expiry(600);
            marker.login(id, Stage.SIGNATURE, signature(id));
            marker.close();
            awaitDisconnected(id);
            markers.add(id);
        }
        stage.clock.forward(by);
        await().until(() -> events.stream()
                .filter(BrokerEvent.SessionEnded.class::isInstance)
                .map(event -> ((BrokerEvent.SessionEnded) event).clientId())
                .collect(Collectors.toSet())
                .containsAll(markers));
    }

    /// Waits until the broker has noticed that the client's last connection is gone.
    void awaitDisconnected(String clientId) {
        await().until(() ->
                count(BrokerEvent.Connected.class, clientId) == count(BrokerEvent.Disconnected.class, clientId));
    }

    private long count(Class<? extends BrokerEvent> type, String clientId) {
        return events.stream()
                .filter(type::isInstance)
                .filter(event -> clientId.equals(
                        switch (event) {
                            case BrokerEvent.Connected come -> come.clientId();
                            case BrokerEvent.Disconnected gone -> gone.clientId();
                            default -> "";
                        }))
                .count();
    }

    static String signature(String clientId) {
        return Signature.of("XXXXX", clientId);
    }

    @Override
    public void close() {
        clients.forEach(WireClient::close);
        listener.close();
        transport.close();
        broker.close();
        stage.traces.close();
    }
}
