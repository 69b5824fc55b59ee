package io.hongyan.cluster.link;

import io.hongyan.cluster.link.LinkCounters.Figure;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection between a loop of this node and a loop of another one, from its opening to its end. It never opens
/// again: a new one takes its place. Frames arrive in the order in which they were sent, or the link ends.
///
/// Confined to its loop.
public final class Link {
    /// The types of frames that users may have.
    public static final int FIRST_TYPE = 16;

    public static final int LAST_TYPE = 255;

    private static final int PING_BYTES = 8;

    private final Links owner;
    private final Connection connection;
    private final LinkTerms terms;

    /// How many of the users know of it.
    int told;

    private boolean over;
    private boolean congested;
    private boolean paused;
    private long seenBytes;
    private long quietMillis;
    private long unsentMillis;
    private long pingMillis;
    private @Nullable String broken;

    Link(Links owner, Connection connection, LinkTerms terms) {
        this.owner = owner;
        this.connection = connection;
        this.terms = terms;
        // Lower than the mark of the link: users fill the backlog while a flush still empties it, and what they append
        // counts for the connection at the end of the turn only. It would not notice that it is congested again.
        connection.highWater(owner.options().highWater() / 2, true);
        connection.frameLimit(owner.options().largestOnWire());
        connection.handler(new Frames());
    }

    /// The name of the other node.
    public String node() {
        return terms.node();
    }

    /// Which start of the other node.
    public long incarnation() {
        return terms.incarnation();
    }

    /// The loop of the other node, from 0.
    public int loop() {
        return terms.loop();
    }

    /// Whether this node opened it. Between two loops there are two links, one opened by each side; what is asked goes
    /// over the own one, and the answer comes back on the same.
    public boolean asked() {
        return terms.asked();
    }

    /// The version of the protocol of links that both sides speak on it.
    public int version() {
        return terms.version();
    }

    /// The largest body that [#frame] takes, in bytes.
    public int largestBody() {
        return terms.largestFrame() - 1;
    }

    /// Whether frames can be sent.
    public boolean isOpen() {
        return !over && connection.isOpen();
    }

    /// Room for the body of one frame, which leaves at the end of the loop's turn. The caller fills what remains in
    /// the buffer before it calls anything else of the link; a frame that is not filled is not sent.
    ///
    /// @param type [#FIRST_TYPE] to [#LAST_TYPE]
    /// @param size 0 to [#largestBody()]
    /// @return null when it is not taken: the link is closed, or its backlog is full
    public @Nullable ByteBuffer frame(int type, int size) {
        if (type < FIRST_TYPE || type > LAST_TYPE) {
            throw new IllegalArgumentException("frames of users have types 16 to 255, not " + type);
        }
        if (size < 0 || size > largestBody()) {
            throw new IllegalArgumentException("a body has 0 to " + largestBody() + " bytes, not " + size);
        }
        if (!isOpen()) {
            return null;
        }
        long backlog = connection.backlog() + LinkFrames.HEAD_BYTES + size;
        if (backlog > owner.options().mostBacklog()) {
            congested = true;
            owner.counters().count(Figure.FULL);
            return null;
        }
        congested |= backlog > owner.options().highWater();
        return append(type, size);
    }

    /// The bytes that were sent and that the operating system has not taken, 0 or more.
    public long backlog() {
        return connection.backlog();
    }

    /// Whether the backlog was above the high-water mark and has not fallen under a quarter of it since. When it has,
    /// [LinkUser#drained] is called.
    public boolean congested() {
        return congested;
    }

    /// Takes nothing from the other side, so that its backlog grows, until [#resumeReading()]. The link counts as
    /// living for both meanwhile.
    public void pauseReading() {
        paused = true;
        connection.pauseReading();
    }

    public void resumeReading() {
        paused = false;
        quietMillis = 0;
        connection.resumeReading();
    }

    /// Closes it, after what was sent. If this node opened it, it is opened anew while the other node is a member.
    ///
    /// @param why for a line in the log
    public void close(String why) {
        end(new LinkEnd(LinkEnd.Kind.CLOSED, why));
    }

    @Override
    public String toString() {
        return asked() ? "link to loop " + loop() + " of " + node() : "link from loop " + loop() + " of " + node();
    }

    private ByteBuffer append(int type, int size) {
        unsentMillis = 0;
        owner.counters().sent(LinkFrames.HEAD_BYTES + size);
        return LinkFrames.head(connection.frame(LinkFrames.HEAD_BYTES + size), type, size);
    }

    /// Some time has passed.
    void tick(long millis) {
        long bytes = connection.received();
        if (bytes != seenBytes || paused) {
            seenBytes = bytes;
            quietMillis = 0;
        } else {
            quietMillis += millis;
        }
        if (quietMillis >= owner.options().silence().toMillis()) {
            owner.counters().count(Figure.SILENT);
            end(new LinkEnd(
                    LinkEnd.Kind.SILENT,
                    "nothing came for " + owner.options().silence().toMillis() + " ms"));
            return;
        }
        unsentMillis += millis;
        pingMillis += millis;
        long due = owner.options().pingAfter().toMillis();
        // What is on its way already shows that this side lives.
        if (pingMillis >= due && (unsentMillis >= due || quietMillis >= due) && connection.backlog() == 0) {
            pingMillis = 0;
            append(LinkFrames.PING, PING_BYTES).putLong(owner.clock().steadyNanos());
        }
        lookWhetherDrained();
    }

    private void lookWhetherDrained() {
        if (congested && connection.backlog() <= owner.options().highWater() / 4) {
            congested = false;
            owner.users().drained(this);
        }
    }

    /// A user threw an exception.
    void failed(RuntimeException fault) {
        report(fault);
        end(new LinkEnd(LinkEnd.Kind.FAILED, "a part of this node failed: " + fault));
    }

    void report(RuntimeException fault) {
        owner.counters().count(Figure.FAILURES);
        owner.events().userFailed(this, fault);
    }

    void end(LinkEnd why) {
        if (over) {
            return;
        }
        over = true;
        if (why.sendsRest()) {
            connection.close();
        } else {
            connection.abort();
        }
        owner.ended(this);
        owner.users().closed(this, why);
        owner.events().closed(this, why);
    }

    private void control(int type, ByteBuffer body) {
        switch (type) {
            case LinkFrames.PING -> {
                long sent = echo(body);
                if (connection.backlog() <= owner.options().mostBacklog()) {
                    append(LinkFrames.PONG, PING_BYTES).putLong(sent);
                }
            }
            case LinkFrames.PONG -> {
                long nanos = owner.clock().steadyNanos() - echo(body);
                if (nanos >= 0 && nanos < TimeUnit.HOURS.toNanos(1)) {
                    owner.counters().roundTrip(nanos);
                }
            }
            case LinkFrames.REFUSED -> {
                Refusal refusal = Refusal.read(body);
                owner.counters().refusedBy(refusal.reason());
                end(new LinkEnd(LinkEnd.Kind.REFUSED, "refused by " + node() + ": " + refusal.text()));
            }
            default -> throw new LinkException("a frame of type " + type + " on an open link");
        }
    }

    private static long echo(ByteBuffer body) {
        if (body.remaining() != PING_BYTES) {
            throw new LinkException("PING or PONG with a body of " + body.remaining() + " bytes");
        }
        return body.getLong();
    }

    /// What the connection tells.
    private final class Frames implements ConnectionHandler {
        @Override
        public void received(Connection from, ByteBuffer frame) {
            owner.counters().received(frame.remaining());
            int type = LinkFrames.type(frame);
            ByteBuffer body = LinkFrames.body(frame);
            if (type >= FIRST_TYPE) {
                owner.users().received(Link.this, type, body);
            } else {
                control(type, body);
            }
        }

        @Override
        public boolean violated(Connection from, RuntimeException fault) {
            if (fault instanceof LinkException wrong) {
                end(new LinkEnd(LinkEnd.Kind.PROTOCOL, node() + " sent what no node sends: " + wrong.what()));
                return true;
            }
            return false;
        }

        @Override
        public void drained(Connection from) {
            lookWhetherDrained();
        }

        @Override
        public void broken(Connection from, Throwable why) {
            broken = why.getMessage();
        }

        @Override
        public void closed(Connection from, CloseCause cause) {
            String how = broken == null ? "" : ": " + broken;
            end(new LinkEnd(
                    LinkEnd.Kind.LOST,
                    cause == CloseCause.FAULT
                            ? "the connection broke" + how
                            : node() + " closed the connection" + how));
        }
    }
}
