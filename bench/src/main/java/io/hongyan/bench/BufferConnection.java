package io.hongyan.bench;

import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.transport.Acceptor;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Loop;
import io.hongyan.transport.Peer;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A connection without a peer: frames are written into one buffer repeatedly.
final class BufferConnection implements Connection {
    private static final int ROOM = 4096;
    private static final Peer PEER =
            new Peer(InetSocketAddress.createUnresolved("bench", 1883), "bench", false, null, List.of());

    private final Loop loop;
    private final ByteBuffer out = ByteBuffer.allocateDirect(ROOM);
    private @Nullable ConnectionHandler handler;
    private boolean open = true;

    BufferConnection(Loop loop) {
        this.loop = loop;
    }

    /// Connects with that CONNECT.
    void open(Acceptor acceptor, Packet connect, Version version) {
        handler = acceptor.accepted(this);
        send(connect, version);
    }

    /// Gives a packet to the handler, as if the peer had sent it.
    void send(Packet packet, Version version) {
        ByteBuffer frame = ByteBuffer.allocateDirect(PacketEncoder.size(packet, version));
        PacketEncoder.encode(packet, version, frame);
        receive(frame.flip());
    }

    /// Gives a frame to the handler, as if the peer had sent it.
    void receive(ByteBuffer frame) {
        ConnectionHandler to = handler;
        if (to == null || !open) {
            throw new IllegalStateException("not open");
        }
        to.received(this, frame);
    }

    @Override
    public ByteBuffer frame(int size) {
        return out.clear().limit(size);
    }

    @Override
    public long backlog() {
        return 0;
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void frameLimit(int bytes) {}

    @Override
    public void framing(Framing framing) {}

    @Override
    public void handler(ConnectionHandler next) {
        handler = next;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public void abort() {
        open = false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public Peer peer() {
        return PEER;
    }

    @Override
    public void move(Loop target, Runnable moved) {
        moved.run();
    }

    @Override
    public Loop loop() {
        return loop;
    }
}
