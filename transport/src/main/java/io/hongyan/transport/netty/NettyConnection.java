package io.hongyan.transport.netty;

import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Loop;
import io.hongyan.transport.Peer;
import io.hongyan.transport.TlsTerms;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A connection that is the last handler of its channel's pipeline. It owns a buffer only while there is something to
/// send.
///
/// Confined to its loop.
@SuppressWarnings("FutureReturnValueIgnored") // the channel reports the result of a write or close to its handlers
public final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {
    private final Channel channel;
    private final Peer peer;
    private final FrameReader reader;
    private final OutboundFraming outbound;
    private NettyLoop loop;
    private ConnectionHandler handler;
    private final OutboundBuffer out;
    private @Nullable ByteBuf heldBytes;
    private boolean dirty;
    private boolean paused;
    private boolean moving;
    /// The peer does not read what it is sent; nothing is read from it until it does.
    private boolean outputBlocked;
    /// The peer is read even if it does not read.
    private boolean readsOn;
    private long received;
    /// Frames are being delivered to the handler.
    private boolean delivering;
    /// No more frames are delivered to the handler.
    private boolean inputClosed;
    /// This side closes: what was appended is sent, and no more.
    private boolean closing;
    /// The last bytes were written to the channel, or discarded.
    private boolean closed;
    /// The channel is closed; frames that were held back may still have to be delivered.
    private boolean channelClosed;
    /// The handler has been told that the connection is closed.
    private boolean ended;
    private CloseCause cause = CloseCause.PEER;

    public NettyConnection(
            Channel channel,
            Peer peer,
            Framing framing,
            OutboundFraming outbound,
            NettyLoop loop,
            ConnectionHandler handler) {
        this.channel = channel;
        this.peer = peer;
        this.reader = new FrameReader(framing);
        this.outbound = outbound;
        this.out = new OutboundBuffer(channel, outbound);
        this.loop = loop;
        this.handler = handler;
    }

    // Calls of the channel.

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        received += in.readableBytes();
        if (inputClosed) {
            in.release();
        } else if (heldBytes != null) {
            heldBytes = FrameReader.joined(heldBytes, in, channel.alloc());
        } else {
            take(in);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (out.isAppending()) {
            loop.execute(() -> channelWritabilityChanged(context)); // nobody may append a frame within another one
            return;
        }
        if (!channel.isWritable() || closing) {
            return;
        }
        if (outputBlocked) {
            outputBlocked = false;
            if (!paused && !delivering && !moving) {
                resume();
            }
        }
        handler.drained(this);
    }

    /// What the peer sent before it closed is still delivered when reading is resumed or the move is over: it may
    /// contain a DISCONNECT.
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        channelClosed = true;
        if (moving) {
            return;
        }
        if (outputBlocked && !paused && !delivering) {
            outputBlocked = false;
            resume();
        } else if (heldBytes == null) {
            end();
        }
    }

    /// Who ends TLS by close_notify says nothing more, and is gone for MQTT, whether or not it ends TCP, too.
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent end && end.isSuccess() && !closing) {
            channel.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
        if (!closing && (received > 0 || !ListenerErrors.ofSocket(fault))) {
            cause = CloseCause.FAULT;
        }
        ConnectionFaults.log(peer, fault);
        if (!closing && !ended) {
            handler.broken(this, fault);
        }
        channel.close();
    }

    // Calls of the upper layer.

    @Override
    public ByteBuffer frame(int size) {
        if (!isOpen()) {
            return ByteBuffer.allocate(size);
        }
        flushAtEnd();
        return out.frame(size);
    }

    @Override
    public long backlog() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        long waiting = pending == null ? 0 : pending.totalPendingWriteBytes();
        return waiting + out.size();
    }

    @Override
    public void highWater(int bytes, boolean readOn) {
        readsOn = readOn;
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(bytes / 4, bytes));
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public void pauseReading() {
        paused = true;
        if (!delivering) { // otherwise checked after the frame: most handlers resume within it
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public void resumeReading() {
        paused = false;
        if (!delivering && !moving) {
            resume();
        }
    }

    @Override
    public void frameLimit(int bytes) {
        reader.limit(bytes);
    }

    @Override
    public void framing(Framing framing) {
        reader.framing(framing);
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
        startClose();
        if (channelClosed) {
            loop.execute(this::end);
        } else if (!moving) {
            flushAtEnd();
        }
    }

    @Override
    public void abort() {
        startClose();
        closed = true;
        out.discard();
        if (channelClosed) {
            loop.execute(this::end);
        } else if (!moving) {
            ChannelCloser.reset(channel);
        }
    }

    @Override
    public boolean isOpen() {
        return !closing && !channelClosed;
    }

    @Override
    public @Nullable TlsTerms tls() {
        return ChannelTls.terms(channel);
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

    /// Sends what was appended in this turn, with one flush and so one system call.
    void flushTurn() {
        dirty = false;
        if (closed || channelClosed) {
            out.discard();
            return;
        }
        boolean spoke = !out.isEmpty();
        out.flush();
        if (closing) {
            closed = true;
            ChannelCloser.close(channel, outbound, loop, spoke);
        }
    }

    private void arrive(NettyLoop target, boolean arrived, Runnable moved) {
        loop = target;
        moving = false;
        channelClosed |= !arrived;
        if (closing) {
            if (channelClosed) {
                end();
            } else if (closed) {
                ChannelCloser.reset(channel);
            } else {
                flushAtEnd();
            }
            return;
        }
        moved.run();
        if (channelClosed && heldBytes == null) {
            end();
        } else if (!paused && !closing) {
            resume();
        }
    }

    private void resume() {
        ByteBuf waiting = heldBytes;
        if (waiting != null) {
            heldBytes = null;
            take(waiting);
        } else {
            updateReading();
        }
    }

    private void take(ByteBuf in) {
        delivering = true;
        try {
            while (true) {
                if (inputClosed || !in.isReadable()) {
                    in.release();
                    break;
                }
                if (paused || moving || outputBlocked()) {
                    heldBytes = in;
                    break;
                }
                ByteBuffer frame = reader.next(in);
                if (frame == null) {
                    in.release();
                    break;
                }
                handler.received(this, frame);
            }
        } catch (RuntimeException fault) {
            inputClosed = true;
            in.release();
            if (!violated(fault)) {
                ConnectionFaults.logInternal(peer, fault);
                cause = CloseCause.FAULT;
                channel.close();
            }
        } finally {
            delivering = false;
        }
        updateReading();
    }

    /// Whether the peer is to blame, and the handler has answered it.
    private boolean violated(RuntimeException fault) {
        try {
            return handler.violated(this, fault);
        } catch (RuntimeException another) {
            fault.addSuppressed(another);
            return false;
        }
    }

    /// Whether so much output is pending that the next packet of this peer must wait: each packet may need an answer,
    /// and answers have no other bound. Reading stops after the current frame.
    private boolean outputBlocked() {
        if (!readsOn && !outputBlocked && !channelClosed && !channel.isWritable()) {
            outputBlocked = backlog() > 2L * channel.config().getWriteBufferHighWaterMark();
        }
        return outputBlocked && !channelClosed;
    }

    /// All frames that may be delivered now have been: continue or stop reading, or report the end.
    private void updateReading() {
        if (channelClosed) {
            if (heldBytes == null && !moving) {
                end();
            }
        } else if (!inputClosed) {
            boolean read = !paused && !moving && !outputBlocked;
            if (channel.config().isAutoRead() != read) {
                channel.config().setAutoRead(read);
            }
        }
    }

    private void flushAtEnd() {
        if (!dirty) {
            dirty = true;
            loop.dirty(this);
        }
    }

    private void startClose() {
        closing = true;
        inputClosed = true;
        cause = CloseCause.LOCAL;
        dropHeldBytes();
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        channelClosed = true;
        inputClosed = true;
        dropHeldBytes();
        out.discard();
        handler.closed(this, received > 0 || cause != CloseCause.PEER ? cause : CloseCause.UNUSED);
    }

    private void dropHeldBytes() {
        if (heldBytes != null) {
            heldBytes.release();
            heldBytes = null;
        }
    }
}
