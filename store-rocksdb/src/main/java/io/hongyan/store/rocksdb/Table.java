package io.hongyan.store.rocksdb;

import java.nio.charset.StandardCharsets;

/// The column families. Names are part of the format.
///
/// Numbers are big-endian, so that keys sort by them. A session's number begins with its virtual shard.
enum Table {
    /// `format`, `starts`, `time` (the broker's, at the last write), `deleted`, 0, instance -> what is older.
    META("default"),
    /// session number -> the session.
    SESSIONS("sessions"),
    /// session number, filter -> its options.
    SUBSCRIPTIONS("subscriptions"),
    /// session number, sequence -> number of the body, and how to deliver it.
    INBOX("inbox"),
    /// session number, sequence -> packet identifier, and whether PUBREC came: only what was sent.
    FLIGHT("flight"),
    /// session number, packet identifier -> nothing: QoS 2 messages of the client before PUBREL.
    RECEIVED("received"),
    /// number of the body -> a message, once, whoever is to get it.
    BODIES("bodies"),
    /// instance, 0, topic -> a message.
    RETAINED("retained"),
    /// rule, 0, sequence -> number of the body, and its ordering key.
    OUTBOX("outbox");

    private final String label;

    Table(String label) {
        this.label = label;
    }

    byte[] label() {
        return label.getBytes(StandardCharsets.UTF_8);
    }
}
