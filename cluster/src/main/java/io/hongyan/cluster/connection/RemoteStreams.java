package io.hongyan.cluster.connection;

import io.hongyan.broker.node.LocalShard;
import io.hongyan.cluster.connection.ConnectionCounters.Figure;
import io.hongyan.cluster.link.LinkEnd;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Loop;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The connections of one shard whose sockets are at the other end of one link, which the other node opened.
///
/// Confined to the shard.
final class RemoteStreams {
    private static final System.Logger LOG = System.getLogger(RemoteStreams.class.getName());

    private final Loop loop;
    private final StreamLink link;
    private final Streams<RemoteConnection> streams = new Streams<>();
    /// Those that want to send, or to receive, and may not until the link has drained.
    private final ArrayDeque<RemoteConnection> waiting = new ArrayDeque<>(0);

    RemoteStreams(Loop loop, StreamLink link) {
        this.loop = loop;
        this.link = link;
    }

    Loop loop() {
        return loop;
    }

    /// @param shard null when this node takes no clients yet
    /// @throws StreamException when no node sends that
    void received(@Nullable LocalShard shard, int type, ByteBuffer body) {
        switch (type) {
            case StreamFrames.OPEN -> open(shard, body.getInt(), body);
            case StreamFrames.TAKEN -> taken(body);
            case StreamFrames.FRAME -> {
                int number = body.getInt();
                RemoteConnection stream = stream(number);
                if (!body.hasRemaining()) {
                    throw new StreamException("an empty frame for stream " + number);
                }
                stream.arrived(body);
            }
            case StreamFrames.VIOLATED -> stream(body.getInt()).violated(violation(body));
            case StreamFrames.CLOSED -> closed(body.getInt(), body);
            default -> throw new StreamException("a frame of type " + type + " from a node with sockets");
        }
    }

    private void open(@Nullable LocalShard shard, int number, ByteBuffer body) {
        if (number < 0 || number >= Streams.MOST) {
            throw new StreamException(
                    "OPEN of stream " + Integer.toUnsignedString(number) + "; they go to " + (Streams.MOST - 1));
        }
        if (streams.get(number) != null) {
            throw new StreamException("OPEN of stream " + number + ", which is open");
        }
        PeerFacts facts = PeerFacts.read(body);
        if (!body.hasRemaining()) {
            throw new StreamException("OPEN of stream " + number + " without CONNECT");
        }
        RemoteConnection connection = new RemoteConnection(this, link, number, facts);
        streams.put(number, connection);
        link.counters().count(Figure.REMOTE);
        ConnectionHandler handler = shard == null ? null : accepted(shard, connection);
        if (handler == null) {
            connection.abort();
        } else {
            connection.begin(handler, body);
        }
    }

    /// @return null when the shard failed
    private static @Nullable ConnectionHandler accepted(LocalShard shard, RemoteConnection connection) {
        try {
            return shard.accept(connection);
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "the connection of " + connection.peer().address() + " cannot be taken", fault);
            return null;
        }
    }

    private void taken(ByteBuffer body) {
        while (body.hasRemaining()) {
            RemoteConnection stream = stream(body.getInt());
            stream.taken(body.getInt());
        }
    }

    private void closed(int number, ByteBuffer body) {
        RemoteConnection stream = stream(number);
        CloseCause cause = StreamFrames.cause(body.get());
        String why = Texts.take(body);
        streams.remove(number);
        link.tell(StreamFrames.GONE, number);
        stream.gone(cause, why.isEmpty() ? null : why);
    }

    private static RuntimeException violation(ByteBuffer body) {
        int code = body.get() & 0xff;
        ReasonCode reason = ReasonCode.of(code);
        if (reason == null) {
            throw new StreamException("VIOLATED with reason " + code + ", which does not exist");
        }
        return new ProtocolException(reason, Texts.take(body), Texts.take(body));
    }

    private RemoteConnection stream(int number) {
        RemoteConnection stream = streams.get(number);
        if (stream == null) {
            throw new StreamException("a frame for stream " + Integer.toUnsignedString(number) + ", which is not open");
        }
        return stream;
    }

    void waitForLink(RemoteConnection stream) {
        waiting.add(stream);
    }

    /// The link has room again: each of those that wait comes to its turn.
    void drained() {
        for (int turns = waiting.size(); turns > 0 && !link.isSlow(); turns--) {
            RemoteConnection next = waiting.remove();
            next.waiting = false;
            next.linkDrained();
        }
    }

    /// The link is closed.
    void closed(LinkEnd why) {
        link.over();
        String words = "the link to node " + link.node() + ", which has its socket, ended: " + why.text();
        ArrayDeque<RemoteConnection> all = new ArrayDeque<>(streams.size());
        streams.forEach(all::add);
        Slices.run(loop, all, stream -> {
            link.counters().count(Figure.REMOTE_LOST);
            stream.gone(CloseCause.FAULT, words);
        });
    }
}
