package io.hongyan.cluster.connection;

import io.hongyan.cluster.connection.ConnectionCounters.Figure;
import io.hongyan.codec.ProtocolException;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.tls.TlsFault;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// A socket here whose session is elsewhere: relays frames both ways. It is not read until the owner says how, while
/// much of what it sent is not taken there, and while the link is congested.
///
/// Confined to its loop.
final class ForwardedConnection implements ConnectionHandler {
    /// Reasons not to read.
    private static final int NO_TERMS = 1;

    private static final int WINDOW_FULL = 2;
    private static final int LINK_CONGESTED = 4;

    private static final int LEAST_HIGH_WATER = 4096;

    private final ForwardedStreams streams;
    private final StreamLink link;
    private final Connection socket;
    private final Runnable closed;
    private int number;
    private int held = NO_TERMS;
    /// What was sent to the owner and not taken by it, in bytes.
    private int unconsumed;
    /// What was given to the socket and not told to the owner as taken, in bytes.
    private long untold;

    private int takenEvery;
    /// Stands in the list of those that may have something to tell.
    boolean due;
    /// Stands in the list of those whose socket does not take what it was given.
    boolean slow;
    /// A frame that the link did not take.
    private byte @Nullable [] rest;

    private @Nullable String broken;
    private @Nullable CloseCause ended;
    private boolean askedToClose;
    private boolean told;

    /// @param closed runs when the socket is closed
    ForwardedConnection(ForwardedStreams streams, StreamLink link, Connection socket, Runnable closed) {
        this.streams = streams;
        this.link = link;
        this.socket = socket;
        this.closed = closed;
        this.takenEvery = link.options().takenEvery();
    }

    int number() {
        return number;
    }

    void number(int given) {
        number = given;
    }

    /// Whether the owner was told that the socket is closed: then nothing more is said about it.
    boolean isTold() {
        return told;
    }

    // What the socket says.

    @Override
    public void received(Connection from, ByteBuffer frame) {
        int size = frame.remaining();
        link.counters().add(Figure.BYTES_TO_OWNERS, size);
        ByteBuffer room = link.frame(number, size);
        if (room != null) {
            room.put(frame);
        } else {
            byte[] copy = new byte[size];
            frame.get(copy);
            rest = copy;
        }
        unconsumed += size;
        if (unconsumed >= link.options().window()) {
            hold(WINDOW_FULL);
        }
        if (room == null || link.isCongested()) {
            waitForLink();
        }
    }

    @Override
    public boolean violated(Connection from, RuntimeException fault) {
        if (!(fault instanceof ProtocolException violation)) {
            return false;
        }
        byte[] clause = Texts.encoded(violation.clause());
        byte[] what = Texts.encoded(violation.getMessage());
        int size = StreamFrames.NUMBER_BYTES + 1 + 2 + clause.length + 2 + what.length;
        ByteBuffer out = link.control(StreamFrames.VIOLATED, size)
                .putInt(number)
                .put((byte) violation.reason().code());
        Texts.put(out, clause);
        Texts.put(out, what);
        return true;
    }

    @Override
    public void drained(Connection from) {
        tellTakenIfDue();
    }

    /// Of TLS never the client's own bytes: they may hold its password.
    @Override
    public void broken(Connection from, Throwable why) {
        broken = why instanceof SSLException ? TlsFault.why(why) : why.getMessage();
    }

    @Override
    public void closed(Connection from, CloseCause cause) {
        link.counters().count(Figure.FORWARDED_ENDED);
        ended = cause;
        if (rest == null) {
            tellClosed(cause);
        }
        closed.run();
    }

    // What the owner says.

    /// A frame for the client.
    void send(ByteBuffer frame) {
        int size = frame.remaining();
        link.counters().add(Figure.BYTES_FROM_OWNERS, size);
        socket.frame(size).put(frame);
        untold += size;
        tellTakenIfDue();
    }

    /// The owner has taken so much of what the client sent.
    void consumed(int bytes) {
        if (bytes < 0 || bytes > unconsumed) {
            throw new StreamException(bytes + " bytes taken of stream " + number + ", which has sent " + unconsumed);
        }
        unconsumed -= bytes;
        if (unconsumed < link.options().window()) {
            release(WINDOW_FULL);
        }
    }

    /// How to read the client.
    void terms(Framing framing, int frameLimit, int every) {
        if (frameLimit < 1 || every < 1) {
            throw new StreamException("TERMS with a limit of " + frameLimit + " and word after " + every);
        }
        socket.framing(framing);
        socket.frameLimit(Math.min(frameLimit, link.largestFrame()));
        boolean first = (held & NO_TERMS) != 0;
        if (first || every != takenEvery) {
            takenEvery = every;
            socket.highWater(Math.max(LEAST_HIGH_WATER, every), true);
        }
        release(NO_TERMS);
    }

    void close() {
        askedToClose = true;
        socket.close();
    }

    void abort() {
        askedToClose = true;
        socket.abort();
    }

    // The link.

    /// The link is closed, or this node stops; nothing that the client sends gets anywhere.
    void lost(String why) {
        broken = why;
        if (ended == null) {
            if (link.isOver()) {
                link.counters().count(Figure.FORWARDED_LOST);
            }
            socket.close();
        }
    }

    /// The link has room again.
    ///
    /// @return whether it took what it had not taken before
    boolean linkDrained() {
        byte[] frame = rest;
        if (frame != null) {
            ByteBuffer room = link.frame(number, frame.length);
            if (room == null) {
                return false;
            }
            room.put(frame);
            rest = null;
        }
        if (ended != null) {
            tellClosed(ended);
        } else {
            release(LINK_CONGESTED);
        }
        return true;
    }

    /// How much of what it was given the socket has taken, if it is enough to tell; else 0. What is given here is told.
    int taken() {
        long taken = Math.max(0, untold - socket.backlog());
        if (taken < takenEvery) {
            return 0;
        }
        int bytes = (int) Math.min(taken, Integer.MAX_VALUE);
        untold -= bytes;
        return bytes;
    }

    /// Whether the owner has to hear more.
    boolean owesTaken() {
        return untold >= takenEvery && !told;
    }

    private void tellTakenIfDue() {
        if (untold >= takenEvery && !due) {
            streams.due(this);
        }
    }

    private void tellClosed(CloseCause cause) {
        if (told || link.isOver()) {
            return;
        }
        told = true;
        boolean alone = cause == CloseCause.LOCAL && !askedToClose;
        String why = broken == null ? alone ? "the node with its socket closed it" : "" : broken;
        byte[] text = Texts.encoded(why);
        ByteBuffer out = link.control(StreamFrames.CLOSED, StreamFrames.NUMBER_BYTES + 1 + 2 + text.length)
                .putInt(number)
                .put((byte) StreamFrames.code(alone ? CloseCause.FAULT : cause));
        Texts.put(out, text);
    }

    private void waitForLink() {
        if ((held & LINK_CONGESTED) == 0) {
            hold(LINK_CONGESTED);
            streams.waitForLink(this);
        }
    }

    private void hold(int reason) {
        if (held == 0) {
            socket.pauseReading();
        }
        held |= reason;
    }

    private void release(int reason) {
        if ((held & reason) != 0) {
            held &= ~reason;
            if (held == 0) {
                socket.resumeReading();
            }
        }
    }
}
