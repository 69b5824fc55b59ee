package io.hongyan.cluster.connection;

import io.hongyan.cluster.connection.ConnectionCounters.Figure;
import io.hongyan.cluster.link.LinkEnd;
import io.hongyan.transport.Connection;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Loop;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;

/// The sockets of one loop whose sessions are at the other end of one link, which this node opened.
///
/// Confined to that loop.
final class ForwardedStreams {
    /// How many pairs one TAKEN has at most; the smallest links take twice as many.
    private static final int MOST_PAIRS = 4096;

    private final Loop loop;
    private final StreamLink link;
    private final Streams<ForwardedConnection> streams = new Streams<>();
    /// Those whose next frame waits until the link has drained, in the order in which they come to their turn.
    private final ArrayDeque<ForwardedConnection> waiting = new ArrayDeque<>(0);

    private final ArrayList<ForwardedConnection> due = new ArrayList<>(0);
    private final ArrayList<ForwardedConnection> slow = new ArrayList<>(0);
    private final ByteBuffer pairs;
    private boolean tellingDue;

    /// @param pairs from [#pairs], empty; all of one loop may share it
    ForwardedStreams(Loop loop, StreamLink link, ByteBuffer pairs) {
        this.loop = loop;
        this.link = link;
        this.pairs = pairs;
    }

    /// Where TAKEN is put together.
    static ByteBuffer pairs() {
        return ByteBuffer.allocate(MOST_PAIRS * StreamFrames.TAKEN_BYTES);
    }

    /// What came of the wish to open a stream.
    enum Opened {
        YES,
        /// The link does not take it now.
        NOT_NOW,
        /// The link takes no frame as large.
        NEVER
    }

    /// @param connect the client's first frame
    /// @param closed runs when the socket is closed
    Opened open(Connection socket, byte[] facts, ByteBuffer connect, Runnable closed) {
        int size = StreamFrames.NUMBER_BYTES + facts.length + connect.remaining();
        if (size > link.largestBody()) {
            return Opened.NEVER;
        }
        ForwardedConnection stream = new ForwardedConnection(this, link, socket, closed);
        int number = streams.add(stream);
        if (number < 0) {
            return Opened.NOT_NOW;
        }
        ByteBuffer room = link.open(size);
        if (room == null) {
            streams.remove(number);
            streams.release(number);
            return Opened.NOT_NOW;
        }
        room.putInt(number).put(facts).put(connect.duplicate());
        stream.number(number);
        link.counters().count(Figure.FORWARDED);
        socket.handler(stream);
        return Opened.YES;
    }

    /// @throws StreamException when no node sends that
    void received(int type, ByteBuffer body) {
        if (type == StreamFrames.TAKEN) {
            consumed(body);
            return;
        }
        ForwardedConnection stream = stream(body.getInt());
        if (type == StreamFrames.GONE) {
            gone(stream);
            return;
        }
        if (stream.isTold()) {
            return;
        }
        switch (type) {
            case StreamFrames.FRAME -> {
                if (!body.hasRemaining()) {
                    throw new StreamException("an empty frame for stream " + stream.number());
                }
                stream.send(body);
            }
            case StreamFrames.TERMS -> {
                Framing framing = StreamFrames.framing(body.get());
                stream.terms(framing, body.getInt(), body.getInt());
            }
            case StreamFrames.CLOSE -> stream.close();
            case StreamFrames.ABORT -> stream.abort();
            default -> throw new StreamException("a frame of type " + type + " from an owner");
        }
    }

    private void consumed(ByteBuffer body) {
        while (body.hasRemaining()) {
            ForwardedConnection stream = stream(body.getInt());
            int bytes = body.getInt();
            if (!stream.isTold()) {
                stream.consumed(bytes);
            }
        }
    }

    private void gone(ForwardedConnection stream) {
        if (!stream.isTold()) {
            throw new StreamException("GONE for stream " + stream.number() + ", whose socket is open");
        }
        streams.remove(stream.number());
        streams.release(stream.number());
    }

    private ForwardedConnection stream(int number) {
        ForwardedConnection stream = streams.get(number);
        if (stream == null) {
            throw new StreamException("a frame for stream " + Integer.toUnsignedString(number) + ", which is not open");
        }
        return stream;
    }

    /// The link has room again: each of those that wait comes to its turn.
    void drained() {
        while (!waiting.isEmpty() && !link.isCongested() && !link.isOver()) {
            ForwardedConnection next = waiting.remove();
            if (!next.linkDrained()) {
                waiting.add(next); // and the link is congested again, or closed
            }
        }
    }

    void waitForLink(ForwardedConnection stream) {
        waiting.add(stream);
    }

    /// Its socket may have taken enough to be told at the end of this turn, when it was written to.
    void due(ForwardedConnection stream) {
        stream.due = true;
        due.add(stream);
        if (!tellingDue) {
            tellingDue = true;
            loop.execute(this::tellTaken);
        }
    }

    /// Some time has passed.
    void tick() {
        slow.removeIf(stream -> {
            tellTaken(stream);
            stream.slow = stream.owesTaken();
            return !stream.slow;
        });
        tellPairs();
    }

    private void tellTaken() {
        tellingDue = false;
        for (ForwardedConnection stream : due) {
            stream.due = false;
            tellTaken(stream);
            if (stream.owesTaken() && !stream.slow) {
                stream.slow = true;
                slow.add(stream);
            }
        }
        due.clear();
        tellPairs();
    }

    private void tellTaken(ForwardedConnection stream) {
        int taken = stream.isTold() ? 0 : stream.taken();
        if (taken > 0) {
            pairs.putInt(stream.number()).putInt(taken);
            if (!pairs.hasRemaining()) {
                tellPairs();
            }
        }
    }

    private void tellPairs() {
        pairs.flip();
        if (pairs.hasRemaining() && !link.isOver()) {
            link.control(StreamFrames.TAKEN, pairs.remaining()).put(pairs);
        }
        pairs.clear();
    }

    /// The link is closed: clients have to come back.
    void closed(LinkEnd why) {
        link.over();
        end("the link to " + link.node() + " ended: " + why.text());
    }

    /// This node has no clients any more.
    void stop() {
        end("the node with its socket stops");
    }

    private void end(String why) {
        ArrayDeque<ForwardedConnection> all = new ArrayDeque<>(streams.size());
        streams.forEach(all::add);
        Slices.run(loop, all, stream -> stream.lost(why));
    }
}
