package io.hongyan.cli.bench;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.ExpectedHeaders;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Loop;
import io.hongyan.transport.Peer;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A connection without a network: what is sent is kept, what is received is put in by the test.
final class FakeConnection implements Connection {
    private final Version version;
    private final List<ByteBuffer> frames = new ArrayList<>();
    private ConnectionHandler handler;
    private boolean open = true;
    long backlog;

    FakeConnection(Version version, ConnectionHandler handler) {
        this.version = version;
        this.handler = handler;
    }

    /// What was sent since the last call.
    List<Packet> sent() {
        PacketDecoder decoder = new PacketDecoder(new TopicCache(8));
        List<Packet> packets = new ArrayList<>();
        for (ByteBuffer frame : frames) {
            packets.add(decoder.decode(frame.flip(), version));
        }
        frames.clear();
        return packets;
    }

    /// The server sends a packet.
    void receive(Packet packet) {
        ByteBuffer frame = ByteBuffer.allocate(PacketEncoder.size(packet, version));
        PacketEncoder.encode(packet, version, frame);
        try {
            handler.received(this, frame.flip());
        } catch (ProtocolException e) {
            handler.violated(this, e);
        }
    }

    /// The connection ends.
    void end(CloseCause cause) {
        if (open) {
            open = false;
            handler.closed(this, cause);
        }
    }

    @Override
    public ByteBuffer frame(int size) {
        ByteBuffer frame = ByteBuffer.allocate(size);
        frames.add(frame);
        return frame;
    }

    @Override
    public long backlog() {
        return backlog;
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void frameLimit(int bytes) {}

    @Override
    public void expect(ExpectedHeaders headers) {}

    @Override
    public void handler(ConnectionHandler next) {
        handler = next;
    }

    @Override
    public void close() {
        end(CloseCause.LOCAL);
    }

    @Override
    public void abort() {
        end(CloseCause.LOCAL);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public Peer peer() {
        return new Peer(InetSocketAddress.createUnresolved("fake", 1), "", false, null, List.of());
    }

    @Override
    public void move(Loop target, Runnable moved) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Loop loop() {
        throw new UnsupportedOperationException();
    }
}
