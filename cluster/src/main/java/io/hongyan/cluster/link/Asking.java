package io.hongyan.cluster.link;

import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.TransportException;
import io.hongyan.transport.endpoint.TlsAlert;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// One attempt to open a link: connects, says HELLO, and waits for the answer.
///
/// Confined to the loop of the link.
final class Asking implements ConnectionHandler {
    /// Longer than whoever connects should need.
    private static final long CONNECT_MILLIS = 30_000;

    private final Links owner;
    private final Outgoing outgoing;
    private final Node node;
    private @Nullable Connection connection;
    private @Nullable Throwable broken;
    private long deadline;
    private boolean over;

    Asking(Links owner, Outgoing outgoing, Node node) {
        this.owner = owner;
        this.outgoing = outgoing;
        this.node = node;
        this.deadline = owner.clock().steadyMillis() + CONNECT_MILLIS;
    }

    void begin() {
        CompletableFuture<Connection> answer;
        try {
            answer = owner.dialler().connect(node, owner.loop(), LinkFraming.FRAMES, this);
        } catch (RuntimeException unusable) { // it would end the tick of all others
            answer = CompletableFuture.failedFuture(unusable);
        }
        var _ = answer.whenComplete((made, fault) -> owner.onLoop(() -> connected(made, fault)));
    }

    private void connected(@Nullable Connection made, @Nullable Throwable fault) {
        if (made == null) {
            fail(reason(fault));
            return;
        }
        if (over) {
            made.abort();
            return;
        }
        connection = made;
        made.frameLimit(LinkFrames.MAX_GREETING_BYTES);
        Refusal another =
                PeerName.check(made.peer(), node.name(), owner.options().plain());
        if (another != null) {
            refuse(made, another);
            return;
        }
        deadline =
                owner.clock().steadyMillis() + owner.options().greetingTimeout().toMillis();
        byte[] hello = Hello.of(
                        owner.self(),
                        owner.index(),
                        outgoing.toLoop(),
                        owner.options().largestFrame())
                .frame();
        made.frame(hello.length).put(hello);
    }

    /// The attempt is wanted no more.
    void cancel() {
        over = true;
        if (connection != null) {
            connection.abort();
        }
    }

    void tick(long now) {
        if (over || now < deadline) {
            return;
        }
        fail(connection == null ? "no connection came about in time" : "no answer to HELLO came in time");
        if (connection != null) {
            connection.abort();
        }
    }

    @Override
    public void received(Connection from, ByteBuffer frame) {
        int type = LinkFrames.type(frame);
        ByteBuffer body = LinkFrames.body(frame);
        switch (type) {
            case LinkFrames.WELCOME -> welcomed(from, Welcome.read(body));
            case LinkFrames.REFUSED -> {
                Refusal refusal = Refusal.read(body);
                owner.counters().refusedBy(refusal.reason());
                from.close();
                fail("it refused: " + refusal.text());
            }
            default -> throw new LinkException("a frame of type " + type + " in answer to HELLO");
        }
    }

    private void welcomed(Connection from, Welcome welcome) {
        Refusal wrong = wrong(welcome);
        if (wrong != null) {
            refuse(from, wrong);
            return;
        }
        over = true;
        int largest = Math.min(welcome.largestFrame(), owner.options().largestFrame());
        outgoing.opened(
                from,
                new LinkTerms(node.name(), node.incarnation(), outgoing.toLoop(), true, welcome.version(), largest));
    }

    private @Nullable Refusal wrong(Welcome welcome) {
        if (!welcome.node().equals(node.name())) {
            return new Refusal(
                    Refusal.Reason.ANOTHER_NODE,
                    owner.self().name() + " looks for " + node.name() + " and found " + welcome.node());
        }
        if (welcome.incarnation() != node.incarnation()) {
            return new Refusal(
                    welcome.incarnation() < node.incarnation()
                            ? Refusal.Reason.OLDER_INCARNATION
                            : Refusal.Reason.UNKNOWN_MEMBER,
                    owner.self().name() + " looks for incarnation " + node.incarnation() + " of " + node.name()
                            + " and found " + welcome.incarnation());
        }
        if (!owner.self().versions().contain(welcome.version())) {
            return new Refusal(
                    Refusal.Reason.NO_COMMON_VERSION,
                    owner.self().name() + " speaks " + owner.self().versions() + ", not " + welcome.version());
        }
        return null;
    }

    /// The other side reports it, too.
    private void refuse(Connection from, Refusal why) {
        owner.counters().refused(why.reason());
        byte[] refused = why.frame();
        from.frame(refused.length).put(refused);
        from.close();
        fail(why.text());
    }

    private void fail(String why) {
        if (!over) {
            over = true;
            outgoing.failed(why);
        }
    }

    @Override
    public boolean violated(Connection from, RuntimeException fault) {
        if (fault instanceof LinkException wrong) {
            from.abort();
            fail("it is no node: " + wrong.what());
            return true;
        }
        return false;
    }

    @Override
    public void drained(Connection from) {}

    @Override
    public void broken(Connection from, Throwable why) {
        broken = why;
    }

    @Override
    public void closed(Connection from, CloseCause cause) {
        String alert = TlsAlert.meaning(broken);
        fail(alert == null ? "the connection ended before an answer to HELLO" : alert);
    }

    /// A certificate of another authority is what people have to look for most.
    private static String reason(@Nullable Throwable fault) {
        Throwable first = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        String words = first == null ? "no connection" : String.valueOf(first.getMessage());
        for (Throwable cause = first; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException) {
                return words + "; no authority of this cluster vouches for its certificate, or its time is over";
            }
        }
        return first instanceof TransportException ? words : String.valueOf(first);
    }
}
