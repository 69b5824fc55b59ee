package io.hongyan.cluster.link;

import io.hongyan.cluster.tls.NodeCertificate;
import io.hongyan.transport.Listener;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.endpoint.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// One node of a cluster, as far as links go, on loops and sockets of its own.
final class TestNode implements AutoCloseable {
    static final Duration CONNECT = Duration.ofSeconds(3);

    final Self self;
    final Transport transport;
    final List<Links> links = new ArrayList<>();
    final List<RecordingUser> users = new ArrayList<>();
    final RecordingEvents events = new RecordingEvents();
    final LinkDoor door;
    final Listener listener;
    final @Nullable TlsMaterial material;
    private boolean closed;

    /// @param tls the folder of its certificate; null = without TLS
    TestNode(Self self, @Nullable Path tls, LinkOptions options) {
        this.self = self;
        this.transport = Transport.start(self.name(), self.loops());
        this.material = tls == null ? null : material(tls);
        LinkDialler dialler = tls == null
                ? TransportDialler.plain(transport, CONNECT)
                : TransportDialler.secure(transport, NodeCertificate.authority(tls), files(tls), CONNECT);
        for (int loop = 0; loop < self.loops(); loop++) {
            RecordingUser user = new RecordingUser();
            Links each = new Links(
                    self,
                    loop,
                    transport.loops().get(loop),
                    dialler,
                    options,
                    new TestClock(),
                    new Random(7L * loop),
                    events);
            each.use(RecordingUser.TYPE, RecordingUser.TYPE + 1, user);
            each.start();
            users.add(user);
            links.add(each);
        }
        this.door = new LinkDoor(self, links, options, events);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        this.listener = transport.listen(LinkDoor.listener(any, material, options), door);
    }

    private static TlsMaterial.Files files(Path folder) {
        return new TlsMaterial.Files(NodeCertificate.certificate(folder), NodeCertificate.key(folder));
    }

    private static TlsMaterial material(Path folder) {
        return TlsMaterial.pem(files(folder), NodeCertificate.authority(folder), Map.of());
    }

    /// As the others see it.
    Node node() {
        return node(listener.address());
    }

    /// As the others see it when there is something in between.
    Node node(InetSocketAddress address) {
        return new Node(self.name(), self.incarnation(), address, self.loops());
    }

    int port() {
        return listener.address().getPort();
    }

    /// These are the other nodes.
    void members(Node... others) {
        for (Links each : links) {
            each.loop().execute(() -> each.members(Arrays.asList(others)));
        }
    }

    /// Asks something on a loop.
    <T> T on(int loop, Function<Links, T> question) {
        Links own = links.get(loop);
        return CompletableFuture.supplyAsync(() -> question.apply(own), own.loop())
                .join();
    }

    boolean is(int loop, Predicate<Links> question) {
        return on(loop, question::test);
    }

    long number(int loop, ToLongFunction<Links> question) {
        return on(loop, question::applyAsLong);
    }

    void run(int loop, Runnable task) {
        CompletableFuture.runAsync(task, links.get(loop).loop()).join();
    }

    boolean isLinked(int loop, String to, int toLoop) {
        return on(loop, own -> own.to(to, toLoop) != null);
    }

    /// The link from loop 0 to loop 0, which is open.
    Link to(String name) {
        return on(0, own -> Objects.requireNonNull(own.to(name, 0)));
    }

    long count(LinkCounters.Figure figure) {
        return links.stream().mapToLong(each -> each.counters().value(figure)).sum();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        listener.close();
        for (int loop = 0; loop < links.size(); loop++) {
            Links own = links.get(loop);
            run(loop, own::stop);
        }
        transport.close();
    }
}
