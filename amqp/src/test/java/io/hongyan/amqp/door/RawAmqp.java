package io.hongyan.amqp.door;

import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.method.BasicPublish;
import io.hongyan.amqp.codec.method.ChannelOpen;
import io.hongyan.amqp.codec.method.ClientMethod;
import io.hongyan.amqp.codec.method.ConnectionOpen;
import io.hongyan.amqp.codec.method.ConnectionStartOk;
import io.hongyan.amqp.codec.method.ConnectionTuneOk;
import io.hongyan.amqp.codec.method.ServerMethod;
import io.hongyan.amqp.codec.wire.ClientEncoder;
import io.hongyan.amqp.codec.wire.ServerDecoder;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.amqp.frame.Frames;
import io.hongyan.amqp.frame.ProtocolHeader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A client of AMQP that may say anything.
final class RawAmqp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;

    RawAmqp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /// A connection that is open, with one channel.
    static RawAmqp opened(DoorStage stage) throws IOException {
        return opened(stage, 0);
    }

    static RawAmqp opened(DoorStage stage, int heartbeat) throws IOException {
        RawAmqp client = new RawAmqp(stage.port());
        client.header();
        client.next(); // connection.start
        client.login(DoorStage.user(DoorStage.KEY.id()), DoorStage.password(DoorStage.KEY.secret()));
        client.next(); // connection.tune
        client.send(0, new ConnectionTuneOk(2047, 131_072, heartbeat)).send(0, new ConnectionOpen("MQTT"));
        client.next(); // connection.open-ok
        client.send(1, ChannelOpen.OPEN);
        client.next(); // channel.open-ok
        return client;
    }

    RawAmqp header() {
        ByteBuffer header = ByteBuffer.allocate(ProtocolHeader.SIZE);
        ProtocolHeader.put(header);
        return bytes(header.array());
    }

    RawAmqp login(String user, String password) {
        FieldTable properties =
                FieldTable.builder().put("signKey", DoorStage.signKey()).build();
        byte[] response = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return send(0, new ConnectionStartOk(properties, "PLAIN", response, "en_US"));
    }

    RawAmqp send(int channel, ClientMethod method) {
        return frame(ClientEncoder.frame(channel, method));
    }

    RawAmqp frame(ByteBuffer frame) {
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes(bytes);
    }

    RawAmqp bytes(byte... bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException _) {
            // the server has ended the connection; what it said is read
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /// Publishes on channel 1.
    RawAmqp publish(String topic, String text) {
        send(1, new BasicPublish(topic, topic, true, false));
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        contentHeader(body.length);
        return body.length == 0 ? this : body(body);
    }

    /// A content header without properties, on channel 1.
    RawAmqp contentHeader(long bodySize) {
        ByteBuffer payload = ByteBuffer.allocate(14);
        payload.putShort((short) 60).putShort((short) 0).putLong(bodySize).putShort((short) 0);
        return frame(ClientEncoder.frame(FrameType.HEADER, 1, payload.flip()));
    }

    RawAmqp body(byte... body) {
        return frame(ClientEncoder.frame(FrameType.BODY, 1, ByteBuffer.wrap(body)));
    }

    /// The next frame of any type; null at the end of the stream.
    @Nullable
    ByteBuffer read() {
        try {
            byte[] start = new byte[7];
            in.readFully(start);
            int size = ByteBuffer.wrap(start).getInt(3);
            ByteBuffer frame = ByteBuffer.allocate(size + Frames.OVERHEAD);
            frame.put(start);
            in.readFully(frame.array(), start.length, size + 1);
            return frame.position(0).limit(size + Frames.OVERHEAD);
        } catch (EOFException | SocketException _) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next method; heartbeats are passed over.
    ServerMethod next() {
        while (true) {
            ByteBuffer frame = read();
            if (frame == null) {
                throw new AssertionError("the server ended the connection");
            }
            if (Frames.type(frame) == FrameType.METHOD) {
                return ServerDecoder.decode(frame);
            }
        }
    }

    /// Whether the server has ended the connection, after what else it said.
    boolean isEnded() {
        while (true) {
            if (read() == null) {
                return true;
            }
        }
    }

    /// The bytes that come next.
    byte[] raw(int count) throws IOException {
        return in.readNBytes(count);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
