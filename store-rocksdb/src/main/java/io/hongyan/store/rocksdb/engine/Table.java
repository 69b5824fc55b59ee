package io.hongyan.store.rocksdb.engine;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The column families. Names are part of the format.
///
/// Numbers are big-endian, so that keys sort by them. A session's number begins with its virtual shard.
public enum Table {
    /// `format`, `starts`, `time` (of the broker, at the last write); `deleted`, 0, instance -> the mark of
    /// a deletion that goes on; `channel`, 0, id -> a connection of which business systems know.
    META(0, "default"),
    /// session number -> the session.
    SESSIONS(1, "sessions"),
    /// session number, filter -> its options.
    SUBSCRIPTIONS(2, "subscriptions"),
    /// session number, sequence -> number of the body, delivery options.
    INBOX(3, "inbox"),
    /// session number, sequence -> packet identifier, whether PUBREC was received: only messages that were sent.
    FLIGHT(4, "flight"),
    /// session number, packet identifier -> nothing: QoS 2 messages of the client before PUBREL.
    RECEIVED(5, "received"),
    /// number of the body -> a message, stored once for all receivers.
    BODIES(6, "bodies"),
    /// instance, 0, topic -> a message.
    RETAINED(7, "retained"),
    /// rule, 0, sequence -> number of the body, ordering key.
    OUTBOX(8, "outbox"),
    /// What a layer above writes by keys of its own: [io.hongyan.broker.store.RecordTable].
    RECORDS(9, "records");

    private final int number;
    private final String label;

    /// @param number in files and logs; RocksDB gives it in the order in which the tables of a store are made
    Table(int number, String label) {
        this.number = number;
        this.label = label;
    }

    /// The name for people.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The number by which files and logs name it.
    public int number() {
        return number;
    }

    /// The name in the database.
    public byte[] label() {
        return label.getBytes(StandardCharsets.UTF_8);
    }
}
