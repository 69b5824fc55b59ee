package io.hongyan.codec.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.Hex;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PingReq;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.wire.PacketEncoder;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client that does exactly what a test tells it, and nothing by itself. One thread.
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private Version version = Version.MQTT_3_1_1;

    public RawClient(int port) {
        this(port, InetAddress.getLoopbackAddress());
    }

    /// From that address.
    public RawClient(int port, InetAddress from) {
        this(open(port, from));
    }

    /// On a connection that stands already, with TLS or behind a proxy.
    public RawClient(Socket socket) {
        this.socket = socket;
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket open(int port, InetAddress from) {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The broker closed the connection where a packet was expected.
    public static final class ConnectionEnded extends AssertionError {
        private static final long serialVersionUID = 1;

        private ConnectionEnded() {
            super("the broker closed the connection");
        }
    }

    // What it sends.

    /// Sends bytes as they are. A connection that the broker has closed already is no error: what the broker said shows
    /// when it is read.
    public RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public RawClient send(String hex) {
        return send(Hex.bytes(hex));
    }

    public RawClient send(Packet... packets) {
        for (Packet packet : packets) {
            send(bytes(packet, version));
        }
        return this;
    }

    public static byte[] bytes(Packet packet, Version version) {
        ByteBuffer buffer = ByteBuffer.allocate(PacketEncoder.size(packet, version));
        PacketEncoder.encode(packet, version, buffer);
        return buffer.array();
    }

    /// Sends CONNECT and speaks its version from now on.
    public RawClient connect(Connecting connecting) {
        version = connecting.version();
        return send(connecting.packet());
    }

    /// Connects with a session that lasts, and that must be there again if it was there before.
    public RawClient resume(String id, boolean known) {
        connect(Connecting.as(Version.MQTT_3_1_1, id).lasting());
        boolean present = expectAccepted().sessionPresent();
        assertThat(present || !known).as("session of %s is there again", id).isTrue();
        return this;
    }

    public RawClient publish(String topic, String text) {
        return publish(topic, text, QoS.AT_MOST_ONCE, 0);
    }

    public RawClient publish(String topic, String text, QoS qos, int id) {
        return publish(topic, text, qos, id, false, Properties.NONE);
    }

    public RawClient publish(String topic, String text, QoS qos, int id, boolean retain, Properties properties) {
        Topic name = topic.isEmpty() ? Topic.NONE : Topic.of(topic);
        return send(new Publish(name, id, qos, retain, false, text.getBytes(UTF_8), properties));
    }

    /// Publishes at QoS 1 and waits for the acknowledgement, so that the message has gone its way.
    public RawClient publishAndWait(String topic, String text) {
        return publishAndWait(topic, text, false);
    }

    public RawClient publishAndWait(String topic, String text, boolean retain) {
        publish(topic, text, QoS.AT_LEAST_ONCE, 0x7fff, retain, Properties.NONE);
        assertThat(expect(Received.PUBACK).packetId()).isEqualTo(0x7fff);
        return this;
    }

    public RawClient pubAck(int id) {
        return send(new PubAck(id, ReasonCode.SUCCESS, Properties.NONE));
    }

    public RawClient pubRec(int id) {
        return send(new PubRec(id, ReasonCode.SUCCESS, Properties.NONE));
    }

    public RawClient pubRel(int id) {
        return send(new PubRel(id, ReasonCode.SUCCESS, Properties.NONE));
    }

    public RawClient pubComp(int id) {
        return send(new PubComp(id, ReasonCode.SUCCESS, Properties.NONE));
    }

    /// Subscribes and expects all filters to be granted as asked.
    public RawClient subscribe(QoS qos, String... filters) {
        List<Subscription> wishes =
                Arrays.stream(filters).map(f -> new Subscription(f, qos)).toList();
        return subscribe(Properties.NONE, wishes.toArray(Subscription[]::new));
    }

    public RawClient subscribe(Properties properties, Subscription... wishes) {
        send(new Subscribe(0x1234, List.of(wishes), properties));
        Received answer = expect(Received.SUBACK);
        assertThat(answer.packetId()).isEqualTo(0x1234);
        assertThat(answer.reasons())
                .isEqualTo(Arrays.stream(wishes).map(w -> w.qos().level()).toList());
        return this;
    }

    public Received unsubscribe(String... filters) {
        send(new Unsubscribe(0x2345, List.of(filters), Properties.NONE));
        return expect(Received.UNSUBACK);
    }

    // What it asks for, with the answer's reason code.

    /// Sends CONNECT and gives the reason of CONNACK.
    public int connectReason(Connecting connecting) {
        return connect(connecting).expect(Received.CONNACK).reason();
    }

    /// Subscribes with QoS 1 and gives the reason of SUBACK.
    public int subscribeReason(String filter) {
        send(new Subscribe(1, List.of(new Subscription(filter, QoS.AT_LEAST_ONCE)), Properties.NONE));
        return expect(Received.SUBACK).reasons().getLast();
    }

    /// Publishes with QoS 1 and gives the reason of PUBACK.
    public int publishReason(String topic, String text) {
        publish(topic, text, QoS.AT_LEAST_ONCE, 7);
        return expect(Received.PUBACK).reason();
    }

    // What it gets.

    /// The next packet, whatever it is.
    public Received next() {
        Received packet = read();
        if (packet == null) {
            throw new ConnectionEnded();
        }
        return packet;
    }

    public Received expect(int type) {
        Received packet = next();
        assertThat(packet.type()).as("type of %s", packet).isEqualTo(type);
        return packet;
    }

    /// A CONNACK that says yes.
    public Received expectAccepted() {
        Received answer = expect(Received.CONNACK);
        assertThat(answer.reason()).as("reason of %s", answer).isZero();
        return answer;
    }

    /// A PUBLISH of that content.
    public Received expectMessage(String topic, String text) {
        Received packet = expect(Received.PUBLISH);
        assertThat(packet.topic()).isEqualTo(topic);
        assertThat(packet.payload()).isEqualTo(text);
        return packet;
    }

    /// Whether a packet, or the beginning of one, is there.
    public boolean hasInput() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Nothing has come so far: what comes next is the answer to a ping.
    public RawClient expectNothing() {
        send(PingReq.PINGREQ);
        expect(Received.PINGRESP);
        return this;
    }

    /// The connection ends, and nothing comes before that.
    public void expectClosed() {
        Received packet = read();
        assertThat(packet).as("end of stream").isNull();
    }

    /// The broker ends the connection, in 5.0 with that reason in DISCONNECT.
    public void expectThrownOut(ReasonCode reason) {
        if (version.isV5()) {
            Received packet = expect(Received.DISCONNECT);
            assertThat(packet.reason()).as("reason of %s", packet).isEqualTo(reason.code());
            assertThat(packet.values(io.hongyan.codec.property.Property.SESSION_EXPIRY_INTERVAL))
                    .isEmpty();
        }
        expectClosed();
    }

    /// The connection ends, with a CONNACK that says no before that, or nothing.
    public void expectConnAckAtMost() {
        Received packet = read();
        if (packet != null) {
            assertThat(packet.type()).isEqualTo(Received.CONNACK);
            assertThat(packet.reason()).isGreaterThanOrEqualTo(0x80);
            assertThat(packet.sessionPresent()).isFalse();
            expectClosed();
        }
    }

    /// The connection ends; packets may come before.
    public void expectEnd() {
        Received packet = read();
        while (packet != null) {
            packet = read();
        }
    }

    /// The next packet; null at the end of the stream.
    public @Nullable Received read() {
        try {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            int length = 0;
            int size = 1;
            for (int shift = 0; ; shift += 7) {
                int octet = in.readUnsignedByte();
                size++;
                length |= (octet & 0x7f) << shift;
                if (octet < 0x80) {
                    break;
                }
                assertThat(shift).as("remaining length").isLessThan(21);
            }
            byte[] body = new byte[length];
            in.readFully(body);
            return new Received(first, body, size + length, version);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came within " + PATIENCE_MILLIS + " ms", e);
        } catch (EOFException | SocketException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // How it goes.

    /// DISCONNECT, and waits for the broker to close.
    public void leave() {
        send("e0 00");
        expectEnd();
        close();
    }

    /// Ends the connection without a word. With `reset` the peer sees RST instead of FIN.
    public void drop(boolean reset) {
        try {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void shutdownOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Version version() {
        return version;
    }

    public void speak(Version as) {
        version = as;
    }

    @Override
    public void close() {
        drop(false);
    }
}
