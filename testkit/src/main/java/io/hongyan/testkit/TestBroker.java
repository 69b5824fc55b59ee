package io.hongyan.testkit;

import io.hongyan.broker.Broker;
import io.hongyan.broker.BrokerStats;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.auth.AllowAllAuthenticator;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.RuleRegistry;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.Cloud;
import io.hongyan.cloud.auth.AuthSettings;
import io.hongyan.cloud.metadata.FirstStart;
import io.hongyan.cloud.metadata.MemoryMetadataStore;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.Listener;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.endpoint.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A whole broker inside a test, on free ports of the loopback address: TCP, TLS and WebSocket (path `/mqtt`). Any
/// thread may call it.
///
/// ```java
/// try (TestBroker broker = TestBroker.start()) {
///     client.connect("127.0.0.1", broker.port());
/// }
/// ```
public final class TestBroker implements AutoCloseable {
    /// The instance that clients of the usual authenticator belong to.
    public static final String INSTANCE = "test";

    private static final int SHARDS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Transport transport;
    private final Broker broker;
    private final Listener tcp;
    private final Listener webSocket;
    private final FaultyProxy proxy;
    private final @Nullable CloudLogin cloud;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable TestCertificate certificate;
    private @Nullable Listener tls;

    private TestBroker(Builder builder) {
        int shards = builder.config.shards() == 0 ? SHARDS : builder.config.shards();
        SecureRandom random = new SecureRandom();
        transport = Transport.start("test-broker", shards);
        Authenticator authenticator = builder.authenticator;
        if (builder.cloud) {
            Metadata metadata = Metadata.open(new MemoryMetadataStore(), builder.clock, random);
            cloud = CloudLogin.of(FirstStart.create(metadata, Profile.CLOUD, random));
            authenticator = Cloud.of(metadata, AuthSettings.strict(), builder.clock, random, RuleRegistry.NONE, 1)
                    .authenticator();
        } else {
            cloud = null;
        }
        broker = Broker.start(
                builder.config, transport.loops(), authenticator, builder.store, builder.events, builder.clock, random);
        broker.started().join();
        tcp = listen("tcp", ListenerOptions.Kind.TCP, null);
        webSocket = listen("websocket", ListenerOptions.Kind.WEBSOCKET, null);
        proxy = FaultyProxy.to(port());
    }

    /// A broker with default limits on two shards that accepts every client and keeps everything in memory.
    public static TestBroker start() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /// The port of MQTT over TCP.
    public int port() {
        return tcp.address().getPort();
    }

    /// The port of MQTT over WebSocket.
    public int webSocketPort() {
        return webSocket.address().getPort();
    }

    /// The port of MQTT over TLS, with a certificate for `localhost`, 127.0.0.1 and ::1 that clients trust with
    /// [#certificate()]. The port is opened by the first call.
    public int tlsPort() {
        lock.lock();
        try {
            if (tls == null) {
                tls = listen("tls", ListenerOptions.Kind.TLS, material().material());
            }
            return tls.address().getPort();
        } finally {
            lock.unlock();
        }
    }

    /// The PEM file with the certificate of the TLS port, for clients to trust. It is the same for all test brokers,
    /// and its key is public: trust it in tests alone.
    public Path certificate() {
        lock.lock();
        try {
            return material().certificate();
        } finally {
            lock.unlock();
        }
    }

    private TestCertificate material() {
        TestCertificate known = certificate;
        if (known == null) {
            known = new TestCertificate();
            certificate = known;
        }
        return known;
    }

    /// The login for its instance in profile cloud.
    ///
    /// @throws IllegalStateException without [Builder#cloud()]
    public CloudLogin cloud() {
        if (cloud == null) {
            throw new IllegalStateException(
                    "this broker has no cloud instance: make it with TestBroker.builder().cloud()");
        }
        return cloud;
    }

    /// The same as [#port()] over a proxy that can be told to delay, throttle, drop, duplicate, cut and freeze.
    public FaultyProxy proxy() {
        return proxy;
    }

    /// Its counters.
    public BrokerStats stats() {
        return broker.stats();
    }

    /// The broker itself.
    public Broker broker() {
        return broker;
    }

    /// Ends the connection of a client of [#INSTANCE], or of the cloud instance, as an administrator would (0x98 in
    /// 5.0).
    ///
    /// @return whether it had one
    public boolean disconnect(String clientId) {
        var answer = broker.disconnect(
                cloud == null ? INSTANCE : cloud.instance(),
                clientId,
                ReasonCode.ADMINISTRATIVE_ACTION,
                "the test says so");
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker does not answer", e);
        }
    }

    /// Drops all connections and everything kept.
    @Override
    public void close() {
        proxy.close();
        tcp.close();
        webSocket.close();
        closeTls();
        broker.close();
        transport.close();
    }

    private void closeTls() {
        lock.lock();
        try {
            if (tls != null) {
                tls.close();
            }
            if (certificate != null) {
                certificate.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private Listener listen(String name, ListenerOptions.Kind kind, @Nullable TlsMaterial material) {
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return transport.listen(ListenerOptions.of(name, kind, free, material), broker.acceptor());
    }

    /// The settings of a broker.
    public static final class Builder {
        private BrokerConfig config = BrokerConfig.defaults();
        private Authenticator authenticator = new AllowAllAuthenticator(INSTANCE);
        private Store store = new MemoryStore();
        private EventSink events = EventSink.NONE;
        private Clock clock = new SystemClock();

        private boolean cloud;

        private Builder() {}

        /// Limits; `shards` 0 means two here.
        public Builder config(BrokerConfig value) {
            config = value;
            return this;
        }

        /// Authenticates clients, and says what they may do; in place of [#cloud()].
        public Builder authenticator(Authenticator value) {
            authenticator = value;
            cloud = false;
            return this;
        }

        /// Makes one instance in profile cloud with a Group, a parent topic and an AccessKey: clients log in by
        /// [TestBroker#cloud()], and the cloud service's rules and limits hold. In place of [#authenticator].
        public Builder cloud() {
            cloud = true;
            return this;
        }

        /// The store of sessions and messages; closed with the broker.
        public Builder store(Store value) {
            store = value;
            return this;
        }

        /// Receives the broker's events, on its threads.
        public Builder events(EventSink value) {
            events = value;
            return this;
        }

        /// The clock, for instance a [MovableClock].
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /// Starts the broker.
        public TestBroker build() {
            return new TestBroker(this);
        }
    }
}
