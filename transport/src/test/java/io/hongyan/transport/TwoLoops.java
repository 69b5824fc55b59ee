package io.hongyan.transport;

import io.hongyan.transport.endpoint.ClientEndpoint;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.endpoint.Transport;
import io.hongyan.transport.mqtt.MqttFraming;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// Two loops, and listeners and clients on them.
@SuppressWarnings("AddressSelection") // loopback is one address
class TwoLoops {
    @TempDir
    Path folder;

    final Transport transport = Transport.start("test-loop", 2);

    @AfterEach
    void stop() {
        transport.close();
    }

    Listener listen(Kind kind, Acceptor acceptor) {
        TlsMaterial tls =
                kind.secure() ? TlsMaterial.pem(Certificates.write(folder, "localhost"), null, Map.of()) : null;
        return transport.listen(ListenerOptions.of("test", kind, loopback(), tls), acceptor);
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress("127.0.0.1", 0);
    }

    Connection connect(Kind kind, int port, ConnectionHandler handler, Loop loop) {
        return transport
                .connect(endpoint(kind, port), loop, MqttFraming.ANY, handler)
                .join();
    }

    static ClientEndpoint endpoint(Kind kind, int port) {
        return endpoint(kind, port, new ClientEndpoint.Trust(null, null, true));
    }

    static ClientEndpoint endpoint(Kind kind, int port, ClientEndpoint.Trust trust) {
        return new ClientEndpoint(
                kind, "127.0.0.1", port, "/mqtt", "mqtt", Map.of(), trust, Duration.ofSeconds(10), null);
    }

    static void onLoop(Connection connection, Runnable task) {
        connection.loop().execute(task);
    }
}
