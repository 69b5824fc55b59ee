package io.hongyan.client;

import io.hongyan.broker.Broker;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.auth.AllowAllAuthenticator;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.transport.Certificates;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.ClientAuth;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.endpoint.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// A broker that is reached by TLS, with a certificate for one name.
final class TlsBroker implements AutoCloseable {
    private final Transport transport = Transport.start("tls-broker", 1);
    private final Broker broker;
    private final TlsMaterial.Files server;
    private final TlsMaterial.Files device;

    TlsBroker(Path folder, String name) {
        server = Certificates.write(folder, name);
        device = Certificates.write(folder, "device-1");
        broker = Broker.start(
                BrokerConfig.defaults(),
                transport.loops(),
                new AllowAllAuthenticator("test"),
                new MemoryStore(),
                EventSink.NONE,
                new SystemClock(),
                new SecureRandom());
    }

    /// The server's certificate and key.
    TlsMaterial.Files server() {
        return server;
    }

    /// Those of a device that a listener with [ClientAuth#REQUIRED] lets in.
    TlsMaterial.Files device() {
        return device;
    }

    /// @return the port
    int listen(Kind kind, ClientAuth auth) {
        TlsMaterial material =
                TlsMaterial.pem(server, auth == ClientAuth.NONE ? null : device.certificates(), Map.of());
        ListenerOptions options = new ListenerOptions(
                kind.name(),
                kind,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                50,
                "/mqtt",
                Set.of(),
                false,
                kind.secure() ? material : null,
                auth,
                Duration.ofSeconds(10),
                1 << 20);
        return transport.listen(options, broker.acceptor()).address().getPort();
    }

    @Override
    public void close() {
        broker.close();
        transport.close();
    }
}
