package io.hongyan.cluster.connection;

import io.hongyan.codec.Version;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Framing;
import io.hongyan.transport.mqtt.MqttFraming;

/// The frames of links that carry connections. Each body but that of [#TAKEN] begins with the number of a stream, 4
/// bytes. A stream is what the node with the socket opens on a link of its own; "the socket" is that node, "the owner"
/// the other one.
///
/// A number is in use from OPEN to GONE. The socket gives it, and gives it anew only after GONE. Between CLOSED and
/// GONE the socket takes no notice of what comes for it, since the owner may have sent that before it read CLOSED;
/// between its own CLOSE or ABORT and CLOSED, the owner takes no notice of what comes for it but of CLOSED. All else
/// that concerns a number that is not in use ends the link, and so does an OPEN of one that is.
final class StreamFrames {
    /// Socket to owner: the number, [PeerFacts], and CONNECT as the rest.
    static final int OPEN = 16;
    /// Both ways: the number and one frame of the client, or for it.
    static final int FRAME = 17;
    /// Both ways: pairs of 4 bytes each, the number of a stream and how many bytes of its FRAMEs were taken since.
    static final int TAKEN = 18;
    /// Socket to owner: the client broke the protocol; nothing but CLOSED follows. The number, a reason code of 1 byte,
    /// the clause and what was wrong as texts.
    static final int VIOLATED = 19;
    /// Socket to owner: the socket is closed. The number, the cause as 1 byte, why it broke as a text, perhaps empty.
    static final int CLOSED = 20;
    /// Owner to socket: read the client from now on. The number, how its bytes are cut as 1 byte, the largest frame as
    /// 4 bytes, and after how many bytes that the socket took TAKEN is due, as 4 bytes. It may come again.
    static final int TERMS = 21;
    /// Owner to socket: send what has come, and close.
    static final int CLOSE = 22;
    /// Owner to socket: close at once.
    static final int ABORT = 23;
    /// Owner to socket: the number may be given anew.
    static final int GONE = 24;

    /// The size of the number of a stream.
    static final int NUMBER_BYTES = 4;
    static final int TERMS_BYTES = NUMBER_BYTES + 1 + 4 + 4;
    static final int TAKEN_BYTES = NUMBER_BYTES + 4;

    private static final int ANY = 0;
    private static final int FIRST_OF_CLIENT = 1;

    private StreamFrames() {}

    /// How bytes are cut, as it stands in TERMS.
    static int code(Framing framing) {
        if (framing.equals(MqttFraming.ANY)) {
            return ANY;
        }
        if (framing.equals(MqttFraming.FIRST_OF_CLIENT)) {
            return FIRST_OF_CLIENT;
        }
        for (Version version : Version.values()) {
            if (framing.equals(MqttFraming.ofClient(version))) {
                return version.level();
            }
        }
        throw new IllegalArgumentException("a framing that no client has: " + framing);
    }

    static Framing framing(int code) {
        if (code == ANY) {
            return MqttFraming.ANY;
        }
        if (code == FIRST_OF_CLIENT) {
            return MqttFraming.FIRST_OF_CLIENT;
        }
        for (Version version : Version.values()) {
            if (version.level() == code) {
                return MqttFraming.ofClient(version);
            }
        }
        throw new StreamException("a framing " + code + ", which does not exist");
    }

    static int code(CloseCause cause) {
        return switch (cause) {
            case LOCAL -> 0;
            case PEER -> 1;
            case UNUSED -> 2;
            case FAULT -> 3;
        };
    }

    static CloseCause cause(int code) {
        return switch (code) {
            case 0 -> CloseCause.LOCAL;
            case 1 -> CloseCause.PEER;
            case 2 -> CloseCause.UNUSED;
            case 3 -> CloseCause.FAULT;
            default -> throw new StreamException("a cause " + code + ", which does not exist");
        };
    }
}
