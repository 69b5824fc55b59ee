package io.hongyan.transport.mqtt;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.wire.ExpectedHeaders;
import io.hongyan.codec.wire.Frames;
import io.hongyan.transport.AmqpHeader;
import io.hongyan.transport.Framing;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// The control packets of MQTT as frames. What it throws is a [ProtocolException].
///
/// @param expected what the peer may send next. A packet whose first bytes cannot be the beginning of such a one is
///     refused without the rest of it, unless it arrived whole: then it is for its decoder to refuse
public record MqttFraming(ExpectedHeaders expected) implements Framing {
    /// Of a peer that may send anything.
    public static final MqttFraming ANY = new MqttFraming(ExpectedHeaders.ANY);

    /// Of a connection whose client has not sent anything.
    public static final MqttFraming FIRST_OF_CLIENT = new MqttFraming(ExpectedHeaders.FIRST_OF_CLIENT);

    private static final Map<Version, MqttFraming> OF_CLIENT = new EnumMap<>(Version.class);
    private static final Map<Version, MqttFraming> OF_SERVER = new EnumMap<>(Version.class);

    static {
        for (Version version : Version.values()) {
            OF_CLIENT.put(version, new MqttFraming(ExpectedHeaders.ofClient(version)));
            OF_SERVER.put(version, new MqttFraming(ExpectedHeaders.ofServer(version)));
        }
    }

    /// Of what a client of that version sends after CONNECT.
    public static MqttFraming ofClient(Version version) {
        return Objects.requireNonNull(OF_CLIENT.get(version));
    }

    /// Of what a server answers to a CONNECT of that version.
    public static MqttFraming firstOfServer(Version version) {
        return new MqttFraming(ExpectedHeaders.firstOfServer(version));
    }

    /// Of what a server of that version sends after it has let a client in.
    public static MqttFraming ofServer(Version version) {
        return Objects.requireNonNull(OF_SERVER.get(version));
    }

    @Override
    public int length(ByteBuffer in, int position, int limit) {
        return Frames.length(in, position, limit);
    }

    @Override
    public void checkWhole(ByteBuffer in, int position, int limit) {
        checkProtocol(in, position, limit);
        expected.checkConnect(in.get(position) & 0xff);
    }

    @Override
    public void checkPart(ByteBuffer in, int position, int limit) {
        checkProtocol(in, position, limit);
        expected.check(in, position, limit);
    }

    @Override
    public RuntimeException tooLong(int length, int limit) {
        return new ProtocolException(
                ReasonCode.PACKET_TOO_LARGE,
                "MQTT-3.2.2-15",
                "a packet of " + length + " bytes; the limit is " + limit);
    }

    private void checkProtocol(ByteBuffer in, int position, int limit) {
        if (expected != ExpectedHeaders.FIRST_OF_CLIENT) {
            return;
        }
        if (PlainHttp.begins(in, position, limit)) {
            throw other(PlainHttp.ON_MQTT_PORT);
        }
        if (AmqpHeader.begins(in, position, limit)) {
            throw other(AmqpHeader.ON_MQTT_PORT);
        }
    }

    private static ProtocolException other(String spoken) {
        return new ProtocolException(ReasonCode.PROTOCOL_ERROR, "MQTT-3.1.0-1", spoken);
    }
}
