package io.hongyan.store.rocksdb.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageCodec;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.DeliveryOptions;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLabel;
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
import io.hongyan.store.rocksdb.engine.StoreNumbers;
import io.hongyan.store.rocksdb.engine.Table;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Encodes and decodes values. Messages and wills are encoded as MQTT 5.0 packets, which have a field for everything.
///
/// Confined to one thread, because the packet decoder is.
public final class RowCodec {
    private static final int RETAIN = 4;
    private static final int NO_LOCAL = 4;
    private static final int RETAIN_AS_PUBLISHED = 8;
    private static final int SHARED = 8;
    private static final int ORDERED = 1;
    private static final int CLEAN_SESSION = 2;

    private final MessageCodec messages = new MessageCodec();
    private final PacketDecoder wills = new PacketDecoder(new TopicCache(1024));

    /// Of the session that was decoded last.
    private String instance = "";

    private String user = "";

    /// One row of the inbox.
    ///
    /// @param bytes as [Message#bytes] counts
    public record InboxRow(long body, int bytes, DeliveryOptions options) {}

    /// @param storedAt wall milliseconds
    public static byte[] message(Message m, long storedAt) {
        return MessageCodec.encode(m, storedAt);
    }

    /// @param oldest in wall milliseconds; a message that was stored earlier is returned as expired
    public Message message(byte[] row, long oldest) {
        Message message = messages.decode(ByteBuffer.wrap(row));
        return storedAt(row) < oldest ? message.expiringAt(0) : message;
    }

    /// When a message was stored, in wall milliseconds.
    public static long storedAt(byte[] row) {
        return MessageCodec.time(row);
    }

    /// Decodes the row of a body.
    ///
    /// @param row null when there is none
    /// @param oldest in wall milliseconds; a message that was stored earlier is returned as expired
    /// @return null when there is no row, or it cannot be decoded
    @Nullable
    public Message message(byte @Nullable [] row, long body, long oldest, UndecodableRows undecodable) {
        return row == null ? null : undecodable.decode(Table.BODIES, KeyCodec.of(body), () -> message(row, oldest));
    }

    public static byte[] inboxRow(long body, InboxEntry entry) {
        DeliveryOptions options = entry.options();
        int[] ids = options.subscriptionIds();
        byte[] filter = options.shareFilter().getBytes(UTF_8);
        int shared = options.shared() ? 2 + filter.length : 0;
        ByteBuffer out = ByteBuffer.allocate(13 + shared + 4 * ids.length);
        out.putLong(body)
                .put((byte) (options.qos().level() | (options.retain() ? RETAIN : 0) | (options.shared() ? SHARED : 0)))
                .putInt(entry.message().bytes());
        if (options.shared()) {
            out.putShort((short) filter.length).put(filter);
        }
        for (int id : ids) {
            out.putInt(id);
        }
        return out.array();
    }

    public static InboxRow inboxRow(byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(row);
        long body = in.getLong();
        int flags = in.get();
        int bytes = in.getInt();
        String filter = (flags & SHARED) == 0 ? "" : text(in);
        int[] ids = new int[in.remaining() / 4];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = in.getInt();
        }
        return new InboxRow(body, bytes, DeliveryOptions.of(qos(flags), (flags & RETAIN) != 0, ids, filter));
    }

    /// The body that a row of an inbox or outbox refers to, without decoding the rest; 0 for a row that is too short.
    public static long bodyOf(byte[] row) {
        return row.length < 8 ? 0 : ByteBuffer.wrap(row).getLong();
    }

    /// Decodes a row and discards the result.
    ///
    /// @throws RuntimeException when it cannot be decoded
    public void check(Table table, byte[] key, byte[] value) {
        switch (table) {
            case META -> StoreNumbers.of(key, value);
            case SESSIONS -> session(value);
            case SUBSCRIPTIONS -> subscription(KeyCodec.text(key), value);
            case INBOX -> inboxRow(value);
            case FLIGHT -> mark(value);
            case RECEIVED -> KeyCodec.packetId(key);
            case BODIES, RETAINED -> message(value, Long.MIN_VALUE);
            case OUTBOX -> outboxEntry(key, value);
            case RECORDS -> {} // whoever wrote them knows
        }
    }

    /// One entry of an outbox.
    ///
    /// @param outbox whose it is
    public record OutboxEntryRow(OutboxKey outbox, long sequence, OutboxRow row) {}

    public static OutboxEntryRow outboxEntry(byte[] key, byte[] value) {
        return new OutboxEntryRow(OutboxKey.of(KeyCodec.name(key)), KeyCodec.outboxSequence(key), outboxRow(value));
    }

    /// The value of an entry of an outbox.
    ///
    /// @param bytes as [Message#bytes] counts
    public record OutboxRow(long body, int bytes, OutboxLabel label) {}

    public static byte[] outboxRow(long body, Message m, OutboxLabel label) {
        return ByteBuffer.allocate(13 + MessageId.BYTES)
                .putLong(body)
                .putInt(m.bytes())
                .put((byte) ((label.ordered() ? ORDERED : 0) | (label.cleanSession() ? CLEAN_SESSION : 0)))
                .putLong(label.id().high())
                .putLong(label.id().low())
                .array();
    }

    public static OutboxRow outboxRow(byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(row);
        long body = in.getLong();
        int bytes = in.getInt();
        int flags = in.get();
        MessageId id = new MessageId(in.getLong(), in.getLong());
        return new OutboxRow(body, bytes, new OutboxLabel(id, (flags & ORDERED) != 0, (flags & CLEAN_SESSION) != 0));
    }

    public static byte[] mark(int mark) {
        return ByteBuffer.allocate(4).putInt(mark).array();
    }

    public static int mark(byte[] row) {
        return ByteBuffer.wrap(row).getInt();
    }

    public static byte[] subscription(StoredSubscription s) {
        int flags = s.qos().level() | (s.noLocal() ? NO_LOCAL : 0) | (s.retainAsPublished() ? RETAIN_AS_PUBLISHED : 0);
        return ByteBuffer.allocate(5)
                .put((byte) flags)
                .putInt(s.subscriptionId())
                .array();
    }

    public static StoredSubscription subscription(String filter, byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(row);
        int flags = in.get();
        return new StoredSubscription(
                filter, qos(flags), (flags & NO_LOCAL) != 0, (flags & RETAIN_AS_PUBLISHED) != 0, in.getInt());
    }

    public static byte[] session(StoredSession s) {
        byte[] instance = s.key().instance().getBytes(UTF_8);
        byte[] client = s.key().clientId().getBytes(UTF_8);
        byte[] user = s.user().getBytes(UTF_8);
        byte[] will = will(s.will());
        ByteBuffer out = ByteBuffer.allocate(30 + instance.length + client.length + user.length + will.length);
        out.putLong(s.expirySeconds()).putLong(s.expiresAt()).putLong(s.willAt());
        for (byte[] text : new byte[][] {instance, client, user}) {
            out.putShort((short) text.length).put(text);
        }
        return out.put(will).array();
    }

    public StoredSession session(byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(row);
        long expirySeconds = in.getLong();
        long expiresAt = in.getLong();
        long willAt = in.getLong();
        instance = known(instance, text(in));
        SessionKey key = new SessionKey(instance, text(in));
        user = known(user, text(in));
        Will will = in.hasRemaining() ? wills.decodeConnect(in).will() : null;
        return new StoredSession(key, user, expirySeconds, expiresAt, will, willAt);
    }

    /// The text of the row before where it is the same, so that a million rows do not hold it a million times.
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

    private static QoS qos(int flags) {
        return switch (flags & 3) {
            case 0 -> QoS.AT_MOST_ONCE;
            case 1 -> QoS.AT_LEAST_ONCE;
            default -> QoS.EXACTLY_ONCE;
        };
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort() & 0xffff];
        in.get(bytes);
        return new String(bytes, UTF_8);
    }
}
