package io.hongyan.codec.wire;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.Version;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which packets may come next on a connection, judged by the fixed header: a packet that is not allowed there is
/// refused by its first bytes, before the rest of it arrives.
///
/// Immutable. Any thread.
public final class ExpectedHeaders {
    private static final int ALL = 0xffff;
    private static final int CONNECT = 1 << FixedHeader.CONNECT;
    /// CONNACK, SUBACK, UNSUBACK and PINGRESP.
    private static final int ANSWERS = 1 << 2 | 1 << 9 | 1 << 11 | 1 << 13;
    /// CONNECT, SUBSCRIBE, UNSUBSCRIBE and PINGREQ.
    private static final int REQUESTS = CONNECT | 1 << 8 | 1 << 10 | 1 << 12;
    private static final int CONNACK_OR_AUTH = 1 << 2 | 1 << FixedHeader.AUTH;
    private static final int DISCONNECT = 1 << 14;

    /// Refuses nothing.
    public static final ExpectedHeaders ANY = new ExpectedHeaders(null, ALL, "", "");

    /// The first packet of a client [MQTT-3.1.0-1]. Its version is not known yet, so [PacketDecoder#decodeConnect]
    /// checks its flags and the form of its length.
    public static final ExpectedHeaders FIRST_OF_CLIENT =
            new ExpectedHeaders(null, CONNECT, "MQTT-3.1.0-1", "the first packet must be CONNECT, not type ");

    private static final Map<Version, ExpectedHeaders> OF_CLIENT = each(
            version -> new ExpectedHeaders(version, ALL & ~ANSWERS, "4.13", "a client must not send packet type "));
    private static final Map<Version, ExpectedHeaders> FIRST_OF_SERVER = each(version -> new ExpectedHeaders(
            version, CONNACK_OR_AUTH, "MQTT-3.2.0-1", "the first packet of a server must be CONNACK, not type "));
    private static final Map<Version, ExpectedHeaders> OF_SERVER = each(version -> new ExpectedHeaders(
            version,
            ALL & ~REQUESTS & ~(version.isV5() ? 0 : DISCONNECT),
            "4.13",
            "a server must not send packet type "));

    private final @Nullable Version version;
    private final int types;
    private final String clause;
    private final String what;

    private ExpectedHeaders(@Nullable Version version, int types, String clause, String what) {
        this.version = version;
        this.types = types;
        this.clause = clause;
        this.what = what;
    }

    private static Map<Version, ExpectedHeaders> each(Function<Version, ExpectedHeaders> kind) {
        Map<Version, ExpectedHeaders> all = new EnumMap<>(Version.class);
        for (Version version : Version.values()) {
            all.put(version, kind.apply(version));
        }
        return all;
    }

    /// What a client of that version sends after CONNECT.
    public static ExpectedHeaders ofClient(Version version) {
        return of(OF_CLIENT, version);
    }

    /// What a server answers to a CONNECT of that version: CONNACK, in 5.0 perhaps AUTH before it.
    public static ExpectedHeaders firstOfServer(Version version) {
        return of(FIRST_OF_SERVER, version);
    }

    /// What a server of that version sends after it has let a client in.
    public static ExpectedHeaders ofServer(Version version) {
        return of(OF_SERVER, version);
    }

    private static ExpectedHeaders of(Map<Version, ExpectedHeaders> kind, Version version) {
        return Objects.requireNonNull(kind.get(version));
    }

    /// Checks the part of a fixed header that has arrived. Does not look at the body.
    ///
    /// @param in read at absolute positions
    /// @param position where the packet begins
    /// @param limit the end of the bytes that have arrived
    /// @throws ProtocolException when no packet that is allowed here begins like this, with the reason and the clause
    ///     that [PacketDecoder] would name
    public void check(ByteBuffer in, int position, int limit) {
        if (position >= limit) {
            return;
        }
        int first = in.get(position) & 0xff;
        int type = first >> 4;
        Version spoken = version;
        if (spoken != null) {
            FixedHeader.checkFirst(first, spoken);
        }
        checkType(first);
        int length = spoken == null ? Frames.INCOMPLETE : Frames.length(in, position, limit);
        if (length != Frames.INCOMPLETE && spoken != null) {
            int start = Frames.bodyStart(in, position);
            FixedHeader.checkShortest(in, position, start, spoken);
            FixedHeader.checkLongest(type, position + length - start, spoken);
        }
    }

    /// Refuses a CONNECT behind the first packet. All else that is there as a whole is refused by [PacketDecoder]; that
    /// would judge a CONNECT by what it says, and name reasons that only CONNACK may have.
    ///
    /// @param first the first byte of the packet, unsigned
    /// @throws ProtocolException as [#check]
    public void checkConnect(int first) {
        if (first >> 4 == FixedHeader.CONNECT && version != null) {
            checkType(first);
        }
    }

    private void checkType(int first) {
        int type = first >> 4;
        if ((types & 1 << type) == 0) {
            throw ProtocolException.error(clause, what + type);
        }
        if (type == FixedHeader.CONNECT && version != null) {
            throw ProtocolException.error("MQTT-3.1.0-2", "a second CONNECT");
        }
    }
}
