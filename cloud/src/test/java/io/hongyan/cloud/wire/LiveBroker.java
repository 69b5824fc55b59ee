package io.hongyan.cloud.wire;

import io.hongyan.broker.Broker;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.store.MemoryStore;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.key.Hmac;
import io.hongyan.codec.Version;
import io.hongyan.transport.Listener;
import io.hongyan.transport.ListenerOptions;
import io.hongyan.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A broker on the loopback with the small service of [Stage] on it, two shards, and the stage's clock.
final class LiveBroker implements AutoCloseable {
    private static final int SHARDS = 2;

    final Stage stage = new Stage();
    final Queue<BrokerEvent> events = new ConcurrentLinkedQueue<>();
    private final Transport transport = Transport.start("live", SHARDS);
    private final Broker broker = Broker.start(
            BrokerConfig.defaults(),
            transport.loops(),
            stage.authenticator(),
            new MemoryStore(),
            events::add,
            stage.clock,
            new Random(3));
    private final Listener listener = transport.listen(
            ListenerOptions.of(
                    "tcp", ListenerOptions.Kind.TCP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null),
            broker.acceptor());
    private final List<WireClient> clients = new ArrayList<>();

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

    static String signature(String clientId) {
        return Hmac.signature(Hmac.sha1Key("XXXXX"), clientId);
    }

    @Override
    public void close() {
        clients.forEach(WireClient::close);
        listener.close();
        transport.close();
        broker.close();
    }
}
