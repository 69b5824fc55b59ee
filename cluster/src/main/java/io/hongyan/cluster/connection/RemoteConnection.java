package io.hongyan.cluster.connection;

import io.hongyan.cluster.connection.ConnectionCounters.Figure;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Loop;
import io.hongyan.transport.Peer;
import io.hongyan.transport.TlsTerms;
import io.hongyan.transport.mqtt.MqttFraming;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A connection whose socket another node has. To whoever uses it, it is like one with a socket here, but for [#move]:
/// it came to the right loop already.
///
/// What it may receive after [#pauseReading()] has a bound: the window of [ConnectionOptions], and one frame.
///
/// Confined to its loop.
final class RemoteConnection implements Connection {
    private static final System.Logger LOG = System.getLogger(RemoteConnection.class.getName());

    private final RemoteStreams streams;
    private final StreamLink link;
    private final int number;
    private final PeerFacts facts;
    private final Inflow inflow;
    private final Outflow outflow;
    private ConnectionHandler handler;
    private int frameLimit = Integer.MAX_VALUE;
    private Framing framing = MqttFraming.FIRST_OF_CLIENT;
    /// The node with the socket knows nothing, or something else, of what is to be read.
    private boolean termsDue = true;
    private boolean paused = true; // until CONNECT has been delivered
    /// This side closes: what was appended is sent, and no more.
    private boolean closing;

    private boolean aborted;
    /// The socket, or the link to it, is closed.
    private boolean gone;
    /// The handler has been told that the connection is closed.
    private boolean ended;

    private CloseCause cause = CloseCause.PEER;
    /// Stands in the list of those that the link holds up.
    boolean waiting;

    RemoteConnection(RemoteStreams streams, StreamLink link, int number, PeerFacts facts) {
        this.streams = streams;
        this.link = link;
        this.number = number;
        this.facts = facts;
        this.inflow = new Inflow(link.options().consumedEvery());
        this.outflow = new Outflow(link.options().highWater());
        this.handler = NoHandler.NOBODY;
    }

    // Calls of the upper layer.

    @Override
    public ByteBuffer frame(int size) {
        if (!isOpen()) {
            return ByteBuffer.allocate(size);
        }
        ByteBuffer room = size > link.largestFrame() ? null : link.frame(number, size);
        if (room == null) {
            overflowed(size);
            return ByteBuffer.allocate(size);
        }
        link.counters().add(Figure.BYTES_TO_SOCKETS, size);
        outflow.sent(size);
        return room;
    }

    /// While the link is congested, no client of it can take more.
    @Override
    public long backlog() {
        if (!link.isSlow()) {
            return outflow.backlog();
        }
        waitForLink();
        return Math.max(outflow.backlog(), outflow.highWater() + 1L);
    }

    @Override
    public void highWater(int bytes, boolean readOn) {
        outflow.highWater(bytes, readOn);
        termsDue = true;
        tellTerms();
    }

    @Override
    public long received() {
        return inflow.received();
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        paused = false;
        resume();
    }

    @Override
    public void frameLimit(int bytes) {
        termsDue |= bytes != frameLimit;
        frameLimit = bytes;
        tellTerms();
    }

    @Override
    public void framing(Framing next) {
        termsDue |= !next.equals(framing);
        framing = next;
        tellTerms();
    }

    @Override
    public void handler(ConnectionHandler next) {
        handler = next;
    }

    @Override
    public void close() {
        if (!closing && !aborted) {
            startClose();
            leave(StreamFrames.CLOSE);
        }
    }

    @Override
    public void abort() {
        if (!aborted) {
            aborted = true;
            startClose();
            leave(StreamFrames.ABORT);
        }
    }

    @Override
    public boolean isOpen() {
        return !closing && !gone && !aborted && !link.isOver();
    }

    @Override
    public Peer peer() {
        return facts.peer();
    }

    @Override
    public @Nullable TlsTerms tls() {
        return facts.tls();
    }

    /// @throws IllegalStateException always
    @Override
    public void move(Loop target, Runnable moved) {
        throw new IllegalStateException("a connection over a link stays on the loop of the link");
    }

    @Override
    public Loop loop() {
        return streams.loop();
    }

    // What the node with the socket says.

    /// The first frame has come.
    ///
    /// @param first who gets it
    void begin(ConnectionHandler first, ByteBuffer connect) {
        handler = first;
        paused = false;
        inflow.exempt(connect.remaining());
        arrived(connect);
    }

    void arrived(ByteBuffer frame) {
        link.counters().add(Figure.BYTES_FROM_SOCKETS, frame.remaining());
        if (inflow.isClosed()) {
            return;
        }
        if (paused || inflow.isHolding() || outputBlocked()) {
            inflow.hold(frame);
        } else {
            deliver(frame);
            settle();
        }
    }

    /// The client broke the protocol; nothing comes behind that.
    void violated(RuntimeException fault) {
        if (!inflow.isClosed()) {
            inflow.endsWith(fault);
            resume();
        }
    }

    /// The socket has taken so much.
    void taken(int bytes) {
        if (bytes < 0 || bytes > outflow.untaken()) {
            throw new StreamException(
                    bytes + " bytes taken of stream " + number + ", which was sent " + outflow.untaken());
        }
        if (outflow.taken(bytes)) {
            drained();
        }
    }

    /// The socket is closed, or the link is. What came before is still delivered when reading is resumed: it may
    /// contain a DISCONNECT.
    ///
    /// @param why in words; null when there is nothing to say
    void gone(CloseCause why, @Nullable String words) {
        if (gone) {
            return;
        }
        gone = true;
        if (!closing && !aborted) {
            cause = why;
            if (words != null) {
                guarded(() -> handler.broken(this, new RemoteFault(words)));
            }
        }
        resume();
    }

    /// The link has room again.
    void linkDrained() {
        if (!outflow.isSlow()) {
            drained();
        }
    }

    // Internals.

    private void drained() {
        if (closing || gone) {
            return;
        }
        outflow.unblock();
        resume();
        guarded(() -> handler.drained(this));
    }

    /// Delivers what was held, as far as it may be.
    private void resume() {
        if (inflow.isDelivering()) {
            return;
        }
        while (!paused && inflow.isHolding() && !outputBlocked()) {
            ByteBuffer next = inflow.next();
            if (next == null) {
                violate(inflow.takeFault());
            } else {
                deliver(next);
            }
        }
        settle();
    }

    private void deliver(ByteBuffer frame) {
        int due = 0;
        try {
            due = inflow.begin(frame.remaining());
            handler.received(this, frame);
            inflow.delivered();
        } catch (RuntimeException fault) {
            inflow.delivered();
            violate(fault);
        }
        if (due > 0 && !gone && !closing) {
            link.control(StreamFrames.TAKEN, StreamFrames.TAKEN_BYTES)
                    .putInt(number)
                    .putInt(due);
        }
    }

    /// Nothing more is delivered, unless something changes.
    private void settle() {
        if (gone && !inflow.isHolding()) {
            end();
        } else {
            tellTerms();
        }
    }

    private void violate(RuntimeException fault) {
        inflow.close();
        boolean blamed = false;
        try {
            blamed = handler.violated(this, fault);
        } catch (RuntimeException another) {
            fault.addSuppressed(another);
        }
        if (!blamed) {
            LOG.log(Level.ERROR, "closing the connection of " + peer().address() + " after an internal error", fault);
            cause = CloseCause.FAULT;
            if (!aborted) {
                aborted = true;
                leave(StreamFrames.ABORT);
            }
        }
    }

    private boolean outputBlocked() {
        if (gone) {
            return false;
        }
        if (link.isBlocked() && !outflow.isBlocking()) {
            outflow.block();
            waitForLink();
        }
        return outflow.isBlocking();
    }

    private void tellTerms() {
        if (!termsDue || paused || inflow.isDelivering() || inflow.isClosed() || !isOpen()) {
            return;
        }
        termsDue = false;
        link.control(StreamFrames.TERMS, StreamFrames.TERMS_BYTES)
                .putInt(number)
                .put((byte) StreamFrames.code(framing))
                .putInt(frameLimit)
                .putInt(takenEvery());
    }

    private int takenEvery() {
        return Math.min(link.options().takenEvery(), outflow.highWater() / 8);
    }

    private void waitForLink() {
        if (!waiting) {
            waiting = true;
            streams.waitForLink(this);
        }
    }

    private void overflowed(int size) {
        link.counters().count(Figure.REMOTE_OVERFLOWED);
        LOG.log(
                Level.WARNING,
                () -> "closing the connection of " + peer().address() + ": the link to " + link.node()
                        + " takes no frame of " + size + " bytes");
        cause = CloseCause.FAULT;
        aborted = true;
        inflow.close();
        leave(StreamFrames.ABORT);
    }

    private void startClose() {
        closing = true;
        cause = CloseCause.LOCAL;
        inflow.close();
    }

    private void leave(int type) {
        if (gone || link.isOver()) {
            loop().execute(this::endIfGone);
        } else {
            link.tell(type, number);
        }
    }

    private void endIfGone() {
        if (gone) {
            end();
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        inflow.close();
        link.counters().count(Figure.REMOTE_ENDED);
        guarded(() -> handler.closed(this, cause));
    }

    /// A fault of a handler must not end the link.
    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "a handler of the connection of " + peer().address() + " failed", fault);
        }
    }
}
