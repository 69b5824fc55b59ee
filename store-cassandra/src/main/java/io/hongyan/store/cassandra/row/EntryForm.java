package io.hongyan.store.cassandra.row;

import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.DeliveryOptions;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.codec.QoS;
import java.nio.ByteBuffer;

/// What stands beside a message in an inbox or an outbox.
public final class EntryForm {
    private static final int RETAIN = 4;
    private static final int SHARED = 8;
    private static final int ORDERED = 1;
    private static final int CLEAN_SESSION = 2;

    private EntryForm() {}

    public static byte[] options(DeliveryOptions options) {
        int[] ids = options.subscriptionIds();
        byte[] filter = Texts.utf8(options.shareFilter());
        int shared = options.shared() ? 2 + filter.length : 0;
        ByteBuffer out = ByteBuffer.allocate(1 + shared + 4 * ids.length);
        out.put((byte) (options.qos().level() | (options.retain() ? RETAIN : 0) | (options.shared() ? SHARED : 0)));
        if (options.shared()) {
            Texts.put(out, filter);
        }
        for (int id : ids) {
            out.putInt(id);
        }
        return out.array();
    }

    public static DeliveryOptions options(ByteBuffer in) {
        int flags = in.get();
        String filter = (flags & SHARED) == 0 ? "" : Texts.get(in);
        int[] ids = new int[in.remaining() / 4];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = in.getInt();
        }
        return DeliveryOptions.of(QoS.of(flags & 3), (flags & RETAIN) != 0, ids, filter);
    }

    public static byte[] label(OutboxLabel label) {
        return ByteBuffer.allocate(1 + MessageId.BYTES)
                .put((byte) ((label.ordered() ? ORDERED : 0) | (label.cleanSession() ? CLEAN_SESSION : 0)))
                .putLong(label.id().high())
                .putLong(label.id().low())
                .array();
    }

    public static OutboxLabel label(ByteBuffer in) {
        int flags = in.get();
        MessageId id = new MessageId(in.getLong(), in.getLong());
        return new OutboxLabel(id, (flags & ORDERED) != 0, (flags & CLEAN_SESSION) != 0);
    }
}
