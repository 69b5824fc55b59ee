package io.hongyan.server;

import io.hongyan.cloud.key.Hmac;
import io.hongyan.server.data.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// An MQTT 5.0 client of bytes: as little as can stand between a test and the server.
final class RawClient implements AutoCloseable {
    static final int CONNACK = 0x20;
    static final int PUBLISH = 0x30;
    static final int PUBACK = 0x40;
    static final int SUBACK = 0x90;
    static final int PINGRESP = 0xd0;
    static final int DISCONNECT = 0xe0;

    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.in = new DataInputStream(socket.getInputStream());
    }

    static RawClient to(int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /// One packet as it came: its first byte, and the rest after the length.
    record Arrived(int type, byte[] body) {
        int at(int index) {
            return body[index] & 0xff;
        }
    }

    /// Connects by signature, and gives the reason code of CONNACK.
    int connect(Credentials credentials, String device) throws IOException {
        String clientId = credentials.group() + "@@@" + device;
        String user = "Signature|" + credentials.accessKey() + "|" + credentials.instance();
        return connect(clientId, user, Hmac.signature(Hmac.sha1Key(credentials.secretKey()), clientId));
    }

    int connect(String clientId, @Nullable String user, @Nullable String password) throws IOException {
        sendConnect(clientId, user, password);
        return expect(CONNACK).at(1);
    }

    /// Connects without waiting for the answer.
    void sendConnect(String clientId, @Nullable String user, @Nullable String password) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF("MQTT");
        out.writeByte(5);
        out.writeByte(2 | (user == null ? 0 : 0xc0));
        out.writeShort(60);
        out.writeByte(0);
        out.writeUTF(clientId);
        if (user != null && password != null) {
            out.writeUTF(user);
            out.writeUTF(password);
        }
        send(0x10, bytes.toByteArray());
    }

    /// Subscribes with QoS 1, and gives the reason code of SUBACK.
    int subscribe(String filter) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(1);
        out.writeByte(0);
        out.writeUTF(filter);
        out.writeByte(1);
        send(0x82, bytes.toByteArray());
        Arrived ack = expect(SUBACK);
        return ack.at(ack.body().length - 1);
    }

    /// Publishes with QoS 1, and gives the reason code of PUBACK.
    int publish(String topic, String payload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(topic);
        out.writeShort(7);
        out.writeByte(0);
        out.write(payload.getBytes(StandardCharsets.UTF_8));
        send(0x32, bytes.toByteArray());
        Arrived ack = expect(PUBACK);
        return ack.body().length > 2 ? ack.at(2) : 0;
    }

    /// Acknowledges a message that came with QoS 1.
    void acknowledge(Arrived message) throws IOException {
        int topic = message.at(0) << 8 | message.at(1);
        send(PUBACK, new byte[] {message.body()[2 + topic], message.body()[3 + topic]});
    }

    /// Asks whether the server is still there.
    void ping() throws IOException {
        send(0xc0, new byte[0]);
        expect(PINGRESP);
    }

    private void send(int type, byte[] body) throws IOException {
        if (body.length > 0x3fff) {
            throw new IllegalArgumentException("longer than this client can say");
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(type);
        if (body.length > 0x7f) {
            frame.write((body.length & 0x7f) | 0x80);
            frame.write(body.length >> 7);
        } else {
            frame.write(body.length);
        }
        frame.writeBytes(body);
        socket.getOutputStream().write(frame.toByteArray());
    }

    /// The next packet, which must be of that type.
    Arrived expect(int type) throws IOException {
        Arrived arrived = receive();
        if ((arrived.type() & 0xf0) != type) {
            throw new IOException("expected a packet %02x, and %02x came".formatted(type, arrived.type()));
        }
        return arrived;
    }

    Arrived receive() throws IOException {
        int type = in.readUnsignedByte();
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int digit = in.readUnsignedByte();
            length |= (digit & 0x7f) << shift;
            if (digit < 0x80) {
                break;
            }
        }
        byte[] body = new byte[length];
        in.readFully(body);
        return new Arrived(type, body);
    }

    /// Whether the server ended the stream.
    boolean ended() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
