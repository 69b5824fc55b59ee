package io.hongyan.transport;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.wire.ExpectedHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.handler.codec.CodecException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
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
    /// The peer does not take what it is sent, and is not read until it does.
    private boolean choked;
    private boolean peerSpoke;
    /// Frames are being handed to the handler.
    private boolean taking;
    /// Nothing more is handed to the handler.
    private boolean deaf;
    /// This side wants an end: what was appended leaves, and no more.
    private boolean closing;
    /// The last bytes were given to the channel, or thrown away.
    private boolean closed;
    /// The channel is closed; frames held back may still wait for their handler.
    private boolean gone;
    /// The handler knows that all is over.
    private boolean ended;
    private CloseCause cause = CloseCause.PEER;

    NettyConnection(Channel channel, Peer peer, Wire wire, NettyLoop loop, ConnectionHandler handler) {
        this.channel = channel;
        this.peer = peer;
        this.wire = wire;
        this.loop = loop;
        this.handler = handler;
    }

    // What comes from the channel.

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        peerSpoke = true;
        if (deaf) {
            in.release();
        } else if (held != null) {
            held = FrameReader.joined(held, in, channel.alloc());
        } else {
            take(in);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!channel.isWritable() || closing) {
            return;
        }
        if (choked) {
            choked = false;
            if (!paused && !taking && !moving) {
                resume();
            }
        }
        handler.drained(this);
    }

    /// What the peer sent before it went is still handed on when the reading is resumed or the move is over: a
    /// DISCONNECT may be in it.
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone = true;
        if (moving) {
            return;
        }
        if (choked && !paused && !taking) {
            choked = false;
            resume();
        } else if (held == null) {
            end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
        if (!closing && (peerSpoke || !Troubles.ofSocket(fault))) {
            cause = CloseCause.FAULT;
        }
        if (fault instanceof IOException || fault instanceof CodecException) {
            LOG.log(Level.DEBUG, () -> "connection of " + peer.address() + ": " + fault);
        } else {
            LOG.log(Level.ERROR, "closing the connection of " + peer.address() + " after an internal error", fault);
        }
        channel.close();
    }

    // What the upper layer asks for.

    @Override
    public ByteBuffer frame(int size) {
        if (!isOpen()) {
            return ByteBuffer.allocate(size);
        }
        flushAtEnd();
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
        if (!taking) { // else it is seen after the frame: most that pause within one have resumed by then
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public void resumeReading() {
        paused = false;
        if (!taking && !moving) {
            resume();
        }
    }

    @Override
    public void frameLimit(int bytes) {
        reader.limit(bytes);
    }

    @Override
    public void expect(ExpectedHeaders headers) {
        reader.expect(headers);
    }

    @Override
    public void handler(ConnectionHandler next) {
        handler = next;
    }

    @Override
    public void close() {
        if (closing) {
            return;
        }
        leave();
        if (gone) {
            loop.execute(this::end);
        } else if (!moving) {
            flushAtEnd();
        }
    }

    @Override
    public void abort() {
        leave();
        closed = true;
        releaseOut();
        if (gone) {
            loop.execute(this::end);
        } else if (!moving) {
            reset();
        }
    }

    @Override
    public boolean isOpen() {
        return !closing && !gone;
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
        NettyLoop next = (NettyLoop) target;
        ChannelMove.start(channel, next, arrived -> arrive(next, arrived, moved));
    }

    /// Sends what this turn appended: one flush, so that one system call does.
    void flushTurn() {
        dirty = false;
        if (closed || gone) {
            releaseOut();
            return;
        }
        boolean spoke = out != null;
        handOver();
        channel.flush();
        if (closing) {
            closed = true;
            Farewell.say(channel, wire, loop, spoke);
        }
    }

    // Inside.

    private void arrive(NettyLoop target, boolean arrived, Runnable moved) {
        loop = target;
        moving = false;
        gone |= !arrived;
        if (closing) {
            if (gone) {
                end();
            } else if (closed) {
                reset();
            } else {
                flushAtEnd();
            }
            return;
        }
        moved.run();
        if (gone && held == null) {
            end();
        } else if (!paused && !closing) {
            resume();
        }
    }

    private void resume() {
        ByteBuf waiting = held;
        if (waiting != null) {
            held = null;
            take(waiting);
        } else {
            settle();
        }
    }

    private void take(ByteBuf in) {
        taking = true;
        try {
            while (true) {
                if (deaf || !in.isReadable()) {
                    in.release();
                    break;
                }
                if (paused || moving || choked()) {
                    held = in;
                    break;
                }
                ByteBuffer frame = reader.next(in);
                if (frame == null) {
                    in.release();
                    break;
                }
                handler.received(this, frame);
            }
        } catch (ProtocolException violation) {
            deaf = true;
            in.release();
            handler.violated(this, violation);
        } catch (RuntimeException bug) {
            deaf = true;
            in.release();
            LOG.log(Level.ERROR, "closing the connection of " + peer.address() + " after an internal error", bug);
            cause = CloseCause.FAULT;
            channel.close();
        } finally {
            taking = false;
        }
        settle();
    }

    /// Whether so much waits for this peer that its next packet must wait too: each may ask for an answer, and answers
    /// know no other bound. Reading is switched off behind the frame in hand.
    private boolean choked() {
        if (!choked && !gone && !channel.isWritable()) {
            choked = backlog() > 2L * channel.config().getWriteBufferHighWaterMark();
        }
        return choked && !gone;
    }

    /// All that may be handed on now has been: read more or no more, or tell that there is no more.
    private void settle() {
        if (gone) {
            if (held == null && !moving) {
                end();
            }
        } else if (!deaf) {
            boolean read = !paused && !moving && !choked;
            if (channel.config().isAutoRead() != read) {
                channel.config().setAutoRead(read);
            }
        }
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

    private void flushAtEnd() {
        if (!dirty) {
            dirty = true;
            loop.dirty(this);
        }
    }

    private void leave() {
        closing = true;
        deaf = true;
        cause = CloseCause.LOCAL;
        dropHeld();
    }

    private void reset() {
        if (channel.config() instanceof SocketChannelConfig config && channel.isOpen()) {
            config.setSoLinger(0);
        }
        Farewell.cut(channel);
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        gone = true;
        deaf = true;
        dropHeld();
        releaseOut();
        handler.closed(this, peerSpoke || cause != CloseCause.PEER ? cause : CloseCause.UNUSED);
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
