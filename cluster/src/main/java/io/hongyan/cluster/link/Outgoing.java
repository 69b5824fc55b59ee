package io.hongyan.cluster.link;

import io.hongyan.cluster.link.LinkCounters.Figure;
import io.hongyan.transport.Connection;
import org.jspecify.annotations.Nullable;

/// The link that this side keeps open to one loop of another node: attempts, pauses that grow between them, and the
/// link itself.
///
/// Confined to its loop.
final class Outgoing {
    private static final int MOST_DOUBLINGS = 16;
    /// A link that lasted as long was a good one: the next attempt needs no long pause.
    private static final long GOOD_MILLIS = 5_000;

    private final Links owner;
    private final OtherNode other;
    private final int toLoop;
    private @Nullable Asking attempt;
    private @Nullable Link link;
    private long openedAt;
    private long due;
    private int failures;
    private boolean opened;
    private boolean over;

    Outgoing(Links owner, OtherNode other, int toLoop) {
        this.owner = owner;
        this.other = other;
        this.toLoop = toLoop;
        this.due = owner.clock().steadyMillis();
    }

    int toLoop() {
        return toLoop;
    }

    /// Null while it is down.
    @Nullable
    Link link() {
        return link;
    }

    void tick(long now, long millis) {
        if (link != null) {
            link.tick(millis);
        } else if (attempt != null) {
            attempt.tick(now);
        } else if (!over && now >= due && other.mayDial()) {
            Asking next = new Asking(owner, this, other.node());
            attempt = next;
            next.begin();
        }
    }

    /// Whether an attempt is under way.
    boolean isAsking() {
        return attempt != null;
    }

    void opened(Connection connection, LinkTerms terms) {
        attempt = null;
        openedAt = owner.clock().steadyMillis();
        if (opened) {
            owner.counters().count(Figure.REOPENED);
        }
        opened = true;
        Link made = new Link(owner, connection, terms);
        link = made;
        owner.tellOpened(made);
    }

    void failed(String why) {
        attempt = null;
        pause();
        owner.notOpened(other.node(), toLoop, why);
    }

    /// The link is closed.
    void ended() {
        link = null;
        if (owner.clock().steadyMillis() - openedAt >= GOOD_MILLIS) {
            failures = 0;
        }
        pause();
    }

    private void pause() {
        long most = owner.options().retryMost().toMillis();
        long longest = Math.min(most, owner.options().retryFirst().toMillis() << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        due = owner.clock().steadyMillis()
                + longest / 2
                + (long) (owner.random().nextDouble() * (longest / 2.0));
    }

    void stop(LinkEnd why) {
        over = true;
        if (attempt != null) {
            attempt.cancel();
            attempt = null;
        }
        if (link != null) {
            link.end(why);
        }
    }
}
