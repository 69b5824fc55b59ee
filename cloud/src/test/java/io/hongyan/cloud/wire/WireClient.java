package io.hongyan.cloud.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PingReq;
import io.hongyan.codec.packet.PingResp;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A device of the cloud: logs in, publishes and receives with packets of the codec, over a raw client.
final class WireClient implements AutoCloseable {
    private final RawClient raw;
    private final Version version;
    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(64));
    private final List<Publish> passed = new ArrayList<>();
    private boolean clean = true;
    private @Nullable Will will;
    private int packetId;
    private int keepAlive;
    private final Properties.Builder properties = Properties.builder();

    WireClient(InetSocketAddress address, Version version) {
        this.version = version;
        raw = new RawClient(address.getPort());
        raw.speak(version);
    }

    /// Its session outlives the connection; in 5.0 by an hour.
    WireClient persistent() {
        clean = false;
        return expiry(3600);
    }

    /// In 5.0, how long its session outlives the connection.
    WireClient expiry(long seconds) {
        if (version.isV5()) {
            properties.set(Property.SESSION_EXPIRY_INTERVAL, seconds);
        }
        return this;
    }

    /// In 5.0, how many messages may be unacknowledged.
    WireClient receiveMaximum(int messages) {
        properties.set(Property.RECEIVE_MAXIMUM, messages);
        return this;
    }

    WireClient keepAlive(int seconds) {
        keepAlive = seconds;
        return this;
    }

    WireClient will(String topic, int payloadBytes) {
        will = new Will(Topic.of(topic), new byte[payloadBytes], QoS.AT_LEAST_ONCE, false, Properties.NONE);
        return this;
    }

    ConnAck connect(String clientId, @Nullable String username, @Nullable String password) {
        byte[] secret = password == null ? null : password.getBytes(UTF_8);
        send(new Connect(version, clean, keepAlive, clientId, will, username, secret, properties.build()));
        return next(ConnAck.class);
    }

    ConnAck login(String clientId, String username, String password) {
        ConnAck answer = connect(clientId, username, password);
        assertThat(answer.reason()).isEqualTo(ReasonCode.SUCCESS);
        return answer;
    }

    ReasonCode subscribe(String filter) {
        return subscribe(filter, QoS.AT_LEAST_ONCE);
    }

    ReasonCode subscribe(String filter, QoS qos) {
        send(new Subscribe(++packetId, List.of(new Subscription(filter, qos)), Properties.NONE));
        return next(SubAck.class).reasons().getFirst();
    }

    /// Publishes at QoS 1 and waits for the answer.
    ReasonCode publish(String topic, String payload) {
        sendPublish(topic, payload);
        return next(PubAck.class).reason();
    }

    /// Publishes at QoS 2, to the end.
    void publishTwoSteps(String topic, String payload) {
        byte[] bytes = payload.getBytes(UTF_8);
        send(new Publish(Topic.of(topic), ++packetId, QoS.EXACTLY_ONCE, false, false, bytes, Properties.NONE));
        int id = next(PubRec.class).packetId();
        send(new PubRel(id, ReasonCode.SUCCESS, Properties.NONE));
        next(PubComp.class);
    }

    void sendPublish(String topic, String payload) {
        byte[] bytes = payload.getBytes(UTF_8);
        send(new Publish(Topic.of(topic), ++packetId, QoS.AT_LEAST_ONCE, false, false, bytes, Properties.NONE));
    }

    /// The next message, as `topic payload`; acknowledged when it wants to be.
    String message() {
        Publish message = passed.isEmpty() ? next(Publish.class) : passed.removeFirst();
        if (message.qos() == QoS.AT_LEAST_ONCE) {
            send(new PubAck(message.packetId(), ReasonCode.SUCCESS, Properties.NONE));
        }
        return message.topic() + " " + new String(message.payload(), UTF_8);
    }

    /// The next packet of that type; messages before it are kept for [#message].
    <P extends Packet> P next(Class<P> type) {
        while (true) {
            Packet packet = read();
            if (packet == null) {
                throw new AssertionError("closed instead of " + type.getSimpleName());
            }
            if (type.isInstance(packet)) {
                return type.cast(packet);
            }
            if (!(packet instanceof Publish message)) {
                throw new AssertionError(packet + " instead of " + type.getSimpleName());
            }
            passed.add(message);
        }
    }

    /// Whether a packet, or the beginning of one, is there.
    boolean hasInput() {
        return raw.hasInput();
    }

    /// Makes sure that no message is on its way.
    void expectNothing() {
        send(PingReq.PINGREQ);
        next(PingResp.class);
        assertThat(passed).isEmpty();
    }

    /// Whether the server closes without another word.
    boolean isClosed() {
        Packet packet = read();
        if (packet != null) {
            throw new AssertionError(packet + " instead of the end");
        }
        return true;
    }

    void send(Packet packet) {
        raw.send(packet);
    }

    @Override
    public void close() {
        raw.close();
    }

    /// The next packet, or null at the end.
    private @Nullable Packet read() {
        Received received = raw.read();
        return received == null ? null : decoder.decode(ByteBuffer.wrap(received.bytes()), version);
    }
}
