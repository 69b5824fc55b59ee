package io.hongyan.cluster.node;

import io.hongyan.broker.Broker;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.Store;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.connection.ConnectionOptions;
import io.hongyan.cluster.deliver.DeliveryOptions;
import io.hongyan.cluster.link.Link;
import io.hongyan.cluster.link.LinkEnd;
import io.hongyan.cluster.link.LinkOptions;
import io.hongyan.cluster.link.Node;
import io.hongyan.cluster.link.Refusal;
import io.hongyan.cluster.member.LeaseSettings;
import io.hongyan.cluster.member.MemberRecord;
import io.hongyan.cluster.owner.OwnerSettings;
import io.hongyan.cluster.retain.RetainOptions;
import io.hongyan.transport.Listener;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A broker of a cluster in this process, with a port for clients.
final class WholeNode implements NodeEvents, AutoCloseable {
    static final LeaseSettings LEASE = new LeaseSettings(2, 500, 300, 100);
    private static final int LOOPS = 2;
    private static final Clock CLOCK = new SystemClock();

    final String name;
    final ClusterNode node;
    final Queue<String> faults = new ConcurrentLinkedQueue<>();
    final AtomicInteger losses = new AtomicInteger();
    private final Agreement agreement;
    private final Transport transport;
    private final Broker broker;
    private final Listener clients;

    /// @param agreement of its own: closed with it
    /// @param store is not closed with it
    WholeNode(String name, Agreement agreement, Store store, int movesPerSecond) {
        this.name = name;
        this.agreement = agreement;
        this.transport = Transport.start(name, LOOPS);
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        NodeSettings settings = new NodeSettings(
                "test",
                name,
                NodeSettings.incarnation(agreement)
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join(),
                "",
                free,
                "1",
                CLOCK.wallMillis(),
                "",
                "",
                LEASE,
                new OwnerSettings(movesPerSecond, 200),
                LinkOptions.USUAL.withPlain(),
                ConnectionOptions.USUAL.withWaiting(Duration.ofSeconds(20), 10_000, 16 << 20),
                DeliveryOptions.USUAL,
                RetainOptions.USUAL);
        this.node = ClusterNode.of(
                settings, agreement, transport, null, CLOCK, new Random(name.hashCode()), EventSink.NONE, this);
        this.broker = Broker.start(
                BrokerConfig.defaults(),
                transport.loops(),
                new Everybody(),
                store,
                EventSink.NONE,
                CLOCK,
                new Random(name.hashCode()),
                node);
        broker.started().join();
        this.clients =
                transport.listen(ListenerOptions.of("tcp", ListenerOptions.Kind.TCP, free, null), broker.acceptor());
    }

    int port() {
        return clients.address().getPort();
    }

    int served() {
        return node.served().count(node.served().self());
    }

    /// Ends in good order.
    void leave() {
        clients.close();
        node.leave().orTimeout(30, TimeUnit.SECONDS).join();
        end();
    }

    /// What is left of a process that was killed: a lease that nobody renews.
    void kill() {
        clients.close();
        end();
    }

    private void end() {
        node.close();
        transport.close();
        agreement.close();
    }

    @Override
    public void close() {
        if (!transport.loops().isEmpty()) {
            kill();
        }
    }

    @Override
    public void joined(MemberRecord member) {}

    @Override
    public void left(MemberRecord member) {}

    @Override
    public void lostAll(String why, int vshards) {
        losses.incrementAndGet();
    }

    @Override
    public void nameTaken(String reason) {
        faults.add(reason);
    }

    @Override
    public void unusable(MemberRecord member, String why) {
        faults.add(member + ": " + why);
    }

    @Override
    public void failed(RuntimeException fault) {
        faults.add(fault.toString());
    }

    @Override
    public void opened(Link link) {}

    @Override
    public void closed(Link link, LinkEnd why) {
        if (why.kind() == LinkEnd.Kind.PROTOCOL) {
            faults.add(link + " closed: " + why.text());
        }
    }

    @Override
    public void notOpened(Node other, int loop, String why, boolean repeated) {}

    @Override
    public void refused(String other, InetSocketAddress address, Refusal why, boolean repeated) {}

    @Override
    public void troubled(String what, boolean repeated) {}

    @Override
    public void userFailed(Link link, RuntimeException fault) {
        faults.add(link + " failed: " + fault);
    }

    /// Lets everybody in; a topic `p2p/<client>` names one client.
    private static final class Everybody implements Authenticator {
        private static final String DIRECT = "p2p/";
        private static final ClientPolicy OPEN = ClientPolicy.open();
        private static final ClientPolicy POLICY = new ClientPolicy(
                OPEN.authorizer(),
                OPEN.publishPolicy(),
                OPEN.subscribePolicy(),
                OPEN.controlTopics(),
                topic -> topic.toString().startsWith(DIRECT) ? topic.toString().substring(DIRECT.length()) : null,
                OPEN.presence(),
                OPEN.reactions(),
                OPEN.grantedLimits(),
                OPEN.pace(),
                OPEN.outbound(),
                OPEN.status());

        @Override
        public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
            answer.accept(new AuthResult.Admitted("i", () -> "", POLICY));
        }

        @Override
        public ClientPolicy policy(String instance) {
            return POLICY;
        }

        @Override
        public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
            return null;
        }
    }
}
