package io.hongyan.store.cassandra.row;

import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.codec.wire.PacketEncoder;
import java.nio.ByteBuffer;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Sessions and their lists as columns have them. A will is a CONNECT of MQTT 5.0.
///
/// Reading is confined to one thread at a time, because the packet decoder is.
public final class SessionForm {
    private static final byte FORM = 1;
    private static final int NO_LOCAL = 4;
    private static final int RETAIN_AS_PUBLISHED = 8;
    private static final int[] NONE = {};

    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(64));

    /// Of the session that was read last.
    private String instance = "";

    private String user = "";

    public static byte[] write(StoredSession s) {
        byte[] instance = Texts.utf8(s.key().instance());
        byte[] client = Texts.utf8(s.key().clientId());
        byte[] user = Texts.utf8(s.user());
        byte[] will = will(s.will());
        ByteBuffer out = ByteBuffer.allocate(31 + instance.length + client.length + user.length + will.length);
        out.put(FORM).putLong(s.expirySeconds()).putLong(s.expiresAt()).putLong(s.willAt());
        Texts.put(out, instance);
        Texts.put(out, client);
        Texts.put(out, user);
        return out.put(will).array();
    }

    /// @throws IllegalStateException when it is of a form that is not known
    public StoredSession read(ByteBuffer in) {
        byte form = in.get();
        if (form != FORM) {
            throw new IllegalStateException("a session of form " + form);
        }
        long expirySeconds = in.getLong();
        long expiresAt = in.getLong();
        long willAt = in.getLong();
        instance = known(instance, Texts.get(in));
        SessionKey key = new SessionKey(instance, Texts.get(in));
        user = known(user, Texts.get(in));
        Will will = in.hasRemaining()
                ? decoder.decodeConnect(ByteBuffer.wrap(MessageForm.bytes(in))).will()
                : null;
        return new StoredSession(key, user, expirySeconds, expiresAt, will, willAt);
    }

    /// The text before where it is the same, so that a million sessions do not hold it a million times.
    private static String known(String before, String text) {
        return before.equals(text) ? before : text;
    }

    private static byte[] will(@Nullable Will will) {
        if (will == null) {
            return new byte[0];
        }
        Connect packet = carrier(will);
        ByteBuffer out = ByteBuffer.allocate(PacketEncoder.size(packet, Version.MQTT_5));
        PacketEncoder.encode(packet, Version.MQTT_5, out);
        return out.array();
    }

    @SuppressWarnings("NullAway") // it cannot see through class files that the password may be null
    private static Connect carrier(Will will) {
        return new Connect(Version.MQTT_5, true, 0, "", will, null, null, Properties.NONE);
    }

    public static byte[] subscription(StoredSubscription s) {
        int flags = s.qos().level() | (s.noLocal() ? NO_LOCAL : 0) | (s.retainAsPublished() ? RETAIN_AS_PUBLISHED : 0);
        return ByteBuffer.allocate(5)
                .put((byte) flags)
                .putInt(s.subscriptionId())
                .array();
    }

    public static StoredSubscription subscription(String filter, ByteBuffer in) {
        int flags = in.get();
        return new StoredSubscription(
                filter, QoS.of(flags & 3), (flags & NO_LOCAL) != 0, (flags & RETAIN_AS_PUBLISHED) != 0, in.getInt());
    }

    /// Packet identifiers, 1 to 65535.
    public static byte[] ids(SortedSet<Integer> ids) {
        ByteBuffer out = ByteBuffer.allocate(2 * ids.size());
        ids.forEach(id -> out.putShort(id.shortValue()));
        return out.array();
    }

    /// @param in null = none
    public static int[] ids(@Nullable ByteBuffer in) {
        if (in == null || !in.hasRemaining()) {
            return NONE;
        }
        int[] ids = new int[in.remaining() / 2];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Short.toUnsignedInt(in.getShort());
        }
        return ids;
    }
}
