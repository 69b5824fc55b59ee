package io.hongyan.cluster.connection;

import io.hongyan.broker.auth.AllowAllAuthenticator;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.store.VShard;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/// Two nodes that know each other, `a` and `b`, and the clients of a test.
final class TwoNodes implements AutoCloseable {
    /// `b` has all sessions.
    static final TestNode.Ownership ALL_ON_B = vshard -> "b";
    /// Each has half.
    static final TestNode.Ownership BY_PARITY = vshard -> vshard % 4 < 2 ? "a" : "b";

    final TestNode a;
    final TestNode b;
    final int portA;
    final int portB;
    private final List<RawClient> clients = new ArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();

    TwoNodes(TestNode.Parts parts) {
        this(parts, parts);
    }

    TwoNodes(TestNode.Parts ofA, TestNode.Parts ofB) {
        a = new TestNode("a", ofA);
        b = new TestNode("b", ofB);
        portA = a.listen(Kind.TCP);
        portB = b.listen(Kind.TCP);
        join();
    }

    /// With `b` as the owner of everything.
    static TwoNodes start() {
        return new TwoNodes(parts(ALL_ON_B));
    }

    static TwoNodes start(UnaryOperator<TestNode.Parts> change) {
        return new TwoNodes(change.apply(parts(ALL_ON_B)));
    }

    static TestNode.Parts parts(TestNode.Ownership ownership) {
        return new TestNode.Parts(
                ownership,
                ConnectionOptions.USUAL,
                TestNode.Parts.PLAIN,
                BrokerConfig.defaults(),
                new AllowAllAuthenticator(TestNode.INSTANCE),
                new HandClock());
    }

    /// Each hears of the other.
    void join() {
        a.members(b.node());
        b.members(a.node());
        Awaitility.await().until(() -> a.isLinked("b") && b.isLinked("a"));
    }

    /// A client id that no other test has.
    String name() {
        return "c" + numbers.incrementAndGet();
    }

    /// A client id of that node.
    String nameOf(String node, TestNode.Ownership ownership) {
        String id = name();
        while (!ownership.owner(VShard.ofClient(id)).equals(node)) {
            id = name();
        }
        return id;
    }

    /// A connection without CONNECT.
    RawClient open(int port) {
        return keep(new RawClient(port));
    }

    RawClient keep(RawClient client) {
        clients.add(client);
        return client;
    }

    RawClient connected(int port, Connecting connecting) {
        RawClient client = open(port).connect(connecting);
        client.expectAccepted();
        return client;
    }

    /// No stream is left over.
    void expectNothingLeft() {
        Awaitility.await().until(() -> a.forwardedNow() == 0 && b.remoteNow() == 0 && a.waitingNow() == 0);
    }

    @Override
    public void close() {
        clients.forEach(RawClient::close);
        a.close();
        b.close();
    }
}
