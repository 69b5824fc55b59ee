package io.hongyan.transport;

import io.hongyan.codec.ProtocolViolation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannelConfig;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A connection that is the last handler of its channel's pipeline. It owns a buffer only while there is something to
/// send.
///
/// Confined to its loop.
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a write or a close, the channel tells its handlers
final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {
    private static final System.Logger LOG = System.getLogger(NettyConnection.class.getName());
    private static final int FIRST_BUFFER = 1024;
    private static final int LARGEST_BUFFER = 64 << 10;
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /// Stands in until the acceptor has said who it is; nothing arrives before that.
    private static final ConnectionHandler NOBODY = new ConnectionHandler() {
        @Override
        public void received(Connection connection, ByteBuffer frame) {}

        @Override
        public void violated(Connection connection, ProtocolViolation violation) {}

        @Override
        public void drained(Connection connection) {}

        @Override
        public void closed(Connection connection, CloseCause cause) {}
    };

    private final Channel channel;
    private final Peer peer;
    private final FrameReader reader = new FrameReader();
    private final Wire wire;
    private NettyLoop loop;
    private ConnectionHandler handler;
    private @Nullable ByteBuf out;
    private @Nullable ByteBuf held;
    private boolean dirty;
    private boolean paused;
    private boolean moving;
    private boolean deaf;
    private boolean closing;
    private boolean closed;
    private boolean ended;
    private CloseCause cause = CloseCause.PEER;

    NettyConnection(Channel channel, Peer peer, Wire wire, NettyLoop loop, ConnectionHandler handler) {
        this.channel = channel;
        this.peer = peer;
        this.wire = wire;
        this.loop = loop;
        this.handler = handler;
    }

    /// A connection of a listener, with the handler that the acceptor wants for it.
    static NettyConnection accepted(Channel channel, Peer peer, Wire wire, NettyLoop loop, Acceptor acceptor) {
        NettyConnection connection = new NettyConnection(channel, peer, wire, loop, NOBODY);
        connection.handler = acceptor.accepted(connection);
        return connection;
    }

    // What comes from the channel.

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (deaf) {
            in.release();
        } else if (held != null) {
            held = held.isReadable() ? joined(held, in) : swapped(held, in);
        } else {
            take(in);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable() && !closing) {
            handler.drained(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
        if (!closing) {
            cause = CloseCause.FAULT;
        }
        if (!(fault instanceof java.io.IOException)) {
            LOG.log(Level.DEBUG, () -> "connection of " + peer.address() + ": " + fault);
        }
        channel.close();
    }

    // What the upper layer asks for.

    @Override
    public ByteBuffer frame(int size) {
        if (closed || ended) {
            return ByteBuffer.allocate(size);
        }
        if (!dirty) {
            dirty = true;
            loop.dirty(this);
        }
        wire.began(size);
        ByteBuf buffer = room(size);
        int start = buffer.writerIndex();
        ByteBuffer view = buffer.internalNioBuffer(start, size);
        buffer.writerIndex(start + size);
        return view;
    }

    @Override
    public long backlog() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        long waiting = pending == null ? 0 : pending.totalPendingWriteBytes();
        return out == null ? waiting : waiting + out.readableBytes();
    }

    @Override
    public void pauseReading() {
        paused = true;
        channel.config().setAutoRead(false);
    }

    @Override
    public void resumeReading() {
        paused = false;
        if (moving) {
            return;
        }
        ByteBuf waiting = held;
        if (waiting != null) {
            held = null;
            take(waiting);
        }
        if (!paused && !moving) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void frameLimit(int bytes) {
        reader.limit(bytes);
    }

    @Override
    public void handler(ConnectionHandler next) {
        handler = next;
    }

    @Override
    public void close() {
        if (!closing) {
            closing = true;
            deaf = true;
            cause = CloseCause.LOCAL;
            dropHeld();
            if (!dirty) {
                dirty = true;
                loop.dirty(this);
            }
        }
    }

    @Override
    public void abort() {
        closing = true;
        closed = true;
        deaf = true;
        cause = CloseCause.LOCAL;
        dropHeld();
        releaseOut();
        if (channel.config() instanceof SocketChannelConfig config && channel.isOpen()) {
            config.setSoLinger(0);
        }
        channel.close();
    }

    @Override
    public boolean isOpen() {
        return !closing && !ended;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public void move(Loop target, Runnable moved) {
        moving = true;
        channel.config().setAutoRead(false);
        ChannelMove.start(channel, (NettyLoop) target, arrived -> {
            loop = (NettyLoop) target;
            moving = false;
            if (!arrived) {
                cause = CloseCause.FAULT;
                channel.unsafe().closeForcibly();
                end();
                return;
            }
            moved.run();
            if (!paused) {
                resumeReading();
            }
        });
    }

    /// Sends what this turn appended: one flush, so that one system call does.
    void flushTurn() {
        dirty = false;
        if (closed || ended) {
            releaseOut();
            return;
        }
        boolean spoke = out != null;
        handOver();
        channel.flush();
        if (closing) {
            finish(spoke);
        }
    }

    // Inside.

    private void take(ByteBuf in) {
        try {
            while (true) {
                if (deaf) {
                    in.release();
                    return;
                }
                if (paused || moving) {
                    held = in;
                    return;
                }
                ByteBuffer frame = reader.next(in);
                if (frame == null) {
                    in.release();
                    return;
                }
                handler.received(this, frame);
            }
        } catch (ProtocolViolation violation) {
            deaf = true;
            in.release();
            handler.violated(this, violation);
        } catch (RuntimeException bug) {
            deaf = true;
            in.release();
            LOG.log(Level.ERROR, "closing the connection of " + peer.address() + " after an internal error", bug);
            cause = CloseCause.FAULT;
            channel.close();
        }
    }

    private ByteBuf joined(ByteBuf first, ByteBuf second) {
        first.discardReadBytes();
        first.writeBytes(second);
        second.release();
        return first;
    }

    private ByteBuf swapped(ByteBuf empty, ByteBuf next) {
        empty.release();
        return next;
    }

    private ByteBuf room(int size) {
        ByteBuf present = out;
        if (present != null && present.writableBytes() < size && present.readableBytes() + size > LARGEST_BUFFER) {
            handOver();
            present = null;
        }
        if (present == null) {
            present = channel.alloc().directBuffer(Math.max(size, FIRST_BUFFER));
            out = present;
        } else {
            present.ensureWritable(size);
        }
        return present;
    }

    private void handOver() {
        ByteBuf buffer = out;
        if (buffer != null) {
            out = null;
            wire.write(channel, buffer);
        }
    }

    /// Closes after the last bytes. When the peer may still be sending, the own direction is shut first and the rest
    /// thrown away for a moment: closing at once would make the kernel reset the connection, and the peer might lose
    /// the last packet, which says why.
    private void finish(boolean spoke) {
        closed = true;
        loop.after(CLOSE_LIMIT, this::abortIfOpen);
        if (!spoke || !(channel instanceof DuplexChannel duplex) || !wire.lingers()) {
            wire.close(channel);
            return;
        }
        duplex.shutdownOutput().addListener((ChannelFutureListener) done -> {
            channel.config().setAutoRead(true);
            loop.after(LINGER, this::abortIfOpen);
        });
    }

    private void abortIfOpen() {
        if (channel.isOpen()) {
            channel.close();
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        deaf = true;
        dropHeld();
        releaseOut();
        handler.closed(this, cause);
    }

    private void dropHeld() {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    private void releaseOut() {
        if (out != null) {
            out.release();
            out = null;
        }
    }
}
