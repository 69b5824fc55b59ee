package io.hongyan.store.rocksdb.engine;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The column families. Names are part of the format.
///
/// Numbers are big-endian, so that keys sort by them. A session's number begins with its virtual shard.
public enum Table {
    /// `format`, `starts`, `time` (of the broker, at the last write); `deleted`, 0, instance -> the mark of
    /// a deletion that goes on.
    META("default"),
    /// session number -> the session.
    SESSIONS("sessions"),
    /// session number, filter -> its options.
    SUBSCRIPTIONS("subscriptions"),
    /// session number, sequence -> number of the body, delivery options.
    INBOX("inbox"),
    /// session number, sequence -> packet identifier, whether PUBREC was received: only messages that were sent.
    FLIGHT("flight"),
    /// session number, packet identifier -> nothing: QoS 2 messages of the client before PUBREL.
    RECEIVED("received"),
    /// number of the body -> a message, stored once for all receivers.
    BODIES("bodies"),
    /// instance, 0, topic -> a message.
    RETAINED("retained"),
    /// rule, 0, sequence -> number of the body, ordering key.
    OUTBOX("outbox");

    private final String label;

    Table(String label) {
        this.label = label;
    }

    /// The name for people.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The name in the database.
    public byte[] label() {
        return label.getBytes(StandardCharsets.UTF_8);
    }
}
