package io.hongyan.cluster.etcd;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.hongyan.cluster.agree.AgreementException;
import io.hongyan.cluster.etcd.EtcdOptions.Tls;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A connection to each member of etcd, of which one is used at a time. When it fails, the next one is: a member that
/// is stopped, or cut off from the others, is left within a time-out.
final class EtcdChannels implements AutoCloseable {
    /// etcd refuses more than one ping in 5 s.
    private static final int PING_SECONDS = 6;

    private static final int PONG_SECONDS = 3;

    /// The metadata of a cluster have up to 32 MiB, and are read at once.
    private static final int MAX_MESSAGE = 48 << 20;

    private final List<Endpoint> endpoints;
    private final AtomicInteger current = new AtomicInteger();
    private final ExecutorService callbacks = Executors.newVirtualThreadPerTaskExecutor();

    record Endpoint(int index, String name, ManagedChannel channel) {}

    /// @throws AgreementException when a TLS file cannot be used
    EtcdChannels(EtcdOptions options) {
        ChannelCredentials credentials = credentials(options.tls());
        var counter = new AtomicInteger();
        endpoints = options.endpoints().stream()
                .map(name -> new Endpoint(counter.getAndIncrement(), name, channel(name, credentials)))
                .toList();
    }

    private ManagedChannel channel(String name, ChannelCredentials credentials) {
        return Grpc.newChannelBuilder("dns:///" + name, credentials)
                .executor(callbacks)
                .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(PONG_SECONDS, TimeUnit.SECONDS)
                .maxInboundMessageSize(MAX_MESSAGE)
                .disableRetry()
                .build();
    }

    private static ChannelCredentials credentials(@Nullable Tls tls) {
        if (tls == null) {
            return InsecureChannelCredentials.create();
        }
        try {
            TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder()
                    .trustManager(tls.authority().toFile());
            if (tls.certificate() != null && tls.key() != null) {
                builder.keyManager(tls.certificate().toFile(), tls.key().toFile());
            }
            return builder.build();
        } catch (IOException e) {
            throw new AgreementException("the TLS files for etcd cannot be read: " + e.getMessage(), e);
        }
    }

    /// The one to use now.
    Endpoint current() {
        return endpoints.get(current.get());
    }

    /// It did not answer as it should: the next one is used, and connects at once even if it failed lately.
    void failed(Endpoint endpoint) {
        int next = (endpoint.index() + 1) % endpoints.size();
        if (current.compareAndSet(endpoint.index(), next)) {
            endpoints.get(next).channel().resetConnectBackoff();
        }
    }

    @Override
    public void close() {
        endpoints.forEach(endpoint -> endpoint.channel().shutdownNow());
        callbacks.shutdown();
    }
}
