package io.hongyan.store.cassandra.engine;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// All statements on the tables of one key space. What writes has a time in microseconds, by which the later write
/// wins; of two with the same time, a deletion wins. Any thread.
public final class Statements {
    private static final String STAMP = " USING TIMESTAMP ?";

    private final int ttl;
    private final PreparedStatement owners;
    private final PreparedStatement claim;
    private final PreparedStatement sessions;
    private final PreparedStatement saveSession;
    private final PreparedStatement saveState;
    private final PreparedStatement saveReceived;
    private final PreparedStatement subscribe;
    private final PreparedStatement unsubscribe;
    private final PreparedStatement removeSession;
    private final PreparedStatement append;
    private final PreparedStatement mark;
    private final PreparedStatement done;
    private final PreparedStatement removeInbox;
    private final PreparedStatement waiting;
    private final PreparedStatement inbox;
    private final PreparedStatement channels;
    private final PreparedStatement openChannel;
    private final PreparedStatement closeChannel;
    private final PreparedStatement retained;
    private final PreparedStatement retain;
    private final PreparedStatement forget;
    private final PreparedStatement forgetInstance;
    private final PreparedStatement outbox;
    private final PreparedStatement outboxSizes;
    private final PreparedStatement offer;
    private final PreparedStatement settle;
    private final PreparedStatement settleUpTo;
    private final PreparedStatement dropSegment;
    private final PreparedStatement record;
    private final PreparedStatement records;
    private final PreparedStatement putRecord;
    private final PreparedStatement deleteRecord;
    private final PreparedStatement deleteRecords;
    private final PreparedStatement list;
    private final PreparedStatement putItem;
    private final PreparedStatement deleteItem;

    /// @param ttlSeconds of entries of inboxes
    public Statements(Database db, String space, int ttlSeconds) {
        ttl = ttlSeconds;
        String s = space + ".";
        owners = db.prepare("SELECT vshard, epoch, node FROM " + s + "owner WHERE page = ?");
        claim = db.prepare("UPDATE " + s + "owner SET epoch = ?, node = ? WHERE page = ? AND vshard = ? IF epoch = ?");
        sessions = db.prepare(
                "SELECT number, filter, data, position, pending, received FROM " + s + "session WHERE vshard = ?");
        saveSession = db.prepare(
                "UPDATE " + s + "session" + STAMP + " SET data = ? WHERE vshard = ? AND number = ? AND filter = ''");
        saveState = db.prepare("UPDATE " + s + "session" + STAMP
                + " SET position = ?, pending = ? WHERE vshard = ? AND number = ? AND filter = ''");
        saveReceived = db.prepare("UPDATE " + s + "session" + STAMP
                + " SET received = ? WHERE vshard = ? AND number = ? AND filter = ''");
        subscribe = db.prepare(
                "UPDATE " + s + "session" + STAMP + " SET data = ? WHERE vshard = ? AND number = ? AND filter = ?");
        unsubscribe =
                db.prepare("DELETE FROM " + s + "session" + STAMP + " WHERE vshard = ? AND number = ? AND filter = ?");
        removeSession = db.prepare("DELETE FROM " + s + "session" + STAMP + " WHERE vshard = ? AND number = ?");
        append = db.prepare("INSERT INTO " + s + "inbox (vshard, session, seq, epoch, message, options, bytes)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?) USING TTL ? AND TIMESTAMP ?");
        mark = db.prepare("UPDATE " + s + "inbox USING TTL ? AND TIMESTAMP ? SET mark = ?"
                + " WHERE vshard = ? AND session = ? AND seq = ? AND epoch = ?");
        done = db.prepare("DELETE FROM " + s + "inbox" + STAMP + " WHERE vshard = ? AND session = ? AND seq = ?");
        removeInbox = db.prepare("DELETE FROM " + s + "inbox" + STAMP + " WHERE vshard = ? AND session = ?");
        waiting = db.prepare("SELECT seq, epoch, bytes, options, mark FROM " + s
                + "inbox WHERE vshard = ? AND session = ? AND seq > ?");
        inbox = db.prepare("SELECT seq, epoch, bytes, options, mark, message FROM " + s
                + "inbox WHERE vshard = ? AND session = ? AND seq > ?");
        channels = db.prepare("SELECT value FROM " + s + "channel WHERE vshard = ?");
        openChannel = db.prepare("INSERT INTO " + s + "channel (vshard, id, value) VALUES (?, ?, ?)" + STAMP);
        closeChannel = db.prepare("DELETE FROM " + s + "channel" + STAMP + " WHERE vshard = ? AND id = ?");
        retained = db.prepare(
                "SELECT instance, message, WRITETIME(message) AS time FROM " + s + "retained WHERE vshard = ?");
        retain = db.prepare(
                "INSERT INTO " + s + "retained (vshard, instance, topic, message) VALUES (?, ?, ?, ?)" + STAMP);
        forget = db.prepare(
                "DELETE FROM " + s + "retained" + STAMP + " WHERE vshard = ? AND instance = ? AND topic = ?");
        forgetInstance = db.prepare("DELETE FROM " + s + "retained" + STAMP + " WHERE vshard = ? AND instance = ?");
        outbox = db.prepare("SELECT seq, message, label, bytes FROM " + s
                + "outbox WHERE node = ? AND name = ? AND segment = ? AND seq > ? AND seq <= ?");
        outboxSizes = db.prepare("SELECT seq, bytes FROM " + s + "outbox WHERE node = ? AND name = ? AND segment = ?");
        offer = db.prepare("INSERT INTO " + s + "outbox (node, name, segment, seq, message, label, bytes)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)" + STAMP);
        settle = db.prepare(
                "DELETE FROM " + s + "outbox" + STAMP + " WHERE node = ? AND name = ? AND segment = ? AND seq = ?");
        settleUpTo = db.prepare(
                "DELETE FROM " + s + "outbox" + STAMP + " WHERE node = ? AND name = ? AND segment = ? AND seq <= ?");
        dropSegment =
                db.prepare("DELETE FROM " + s + "outbox" + STAMP + " WHERE node = ? AND name = ? AND segment = ?");
        record = db.prepare("SELECT value FROM " + s + "record WHERE part = 0 AND key = ?");
        records = db.prepare("SELECT key, value FROM " + s + "record WHERE part = 0 AND key >= ? AND key < ? LIMIT ?");
        putRecord = db.prepare("INSERT INTO " + s + "record (part, key, value) VALUES (0, ?, ?)" + STAMP);
        deleteRecord = db.prepare("DELETE FROM " + s + "record" + STAMP + " WHERE part = 0 AND key = ?");
        deleteRecords = db.prepare("DELETE FROM " + s + "record" + STAMP + " WHERE part = 0 AND key >= ? AND key < ?");
        list = db.prepare("SELECT item, value FROM " + s + "list WHERE name = ?");
        putItem = db.prepare("INSERT INTO " + s + "list (name, item, value) VALUES (?, ?, ?)" + STAMP);
        deleteItem = db.prepare("DELETE FROM " + s + "list" + STAMP + " WHERE name = ? AND item = ?");
    }

    private static ByteBuffer blob(byte[] bytes) {
        return ByteBuffer.wrap(bytes);
    }

    public BoundStatement owners(int page) {
        return owners.bind(page);
    }

    /// @param before the epoch that is to be there; null = none
    public BoundStatement claim(int page, int vshard, long epoch, String node, @Nullable Long before) {
        return claim.bind(epoch, node, page, vshard, before);
    }

    public BoundStatement sessions(int vshard) {
        return sessions.bind(vshard);
    }

    public BoundStatement saveSession(long time, int vshard, long number, byte[] data) {
        return saveSession.bind(time, blob(data), vshard, number);
    }

    public BoundStatement saveState(long time, int vshard, long number, long position, boolean pending) {
        return saveState.bind(time, position, pending, vshard, number);
    }

    public BoundStatement saveReceived(long time, int vshard, long number, byte[] ids) {
        return saveReceived.bind(time, blob(ids), vshard, number);
    }

    public BoundStatement subscribe(long time, int vshard, long number, String filter, byte[] options) {
        return subscribe.bind(time, blob(options), vshard, number, filter);
    }

    public BoundStatement unsubscribe(long time, int vshard, long number, String filter) {
        return unsubscribe.bind(time, vshard, number, filter);
    }

    public BoundStatement removeSession(long time, int vshard, long number) {
        return removeSession.bind(time, vshard, number);
    }

    public BoundStatement append(
            long time, int vshard, long session, long seq, long epoch, byte[] message, byte[] options, int bytes) {
        return append.bind(vshard, session, seq, epoch, blob(message), blob(options), bytes, ttl, time);
    }

    public BoundStatement mark(long time, int vshard, long session, long seq, long epoch, int mark) {
        return this.mark.bind(ttl, time, mark, vshard, session, seq, epoch);
    }

    public BoundStatement done(long time, int vshard, long session, long seq) {
        return done.bind(time, vshard, session, seq);
    }

    public BoundStatement removeInbox(long time, int vshard, long session) {
        return removeInbox.bind(time, vshard, session);
    }

    /// Entries without messages.
    public BoundStatement waiting(int vshard, long session, long after) {
        return waiting.bind(vshard, session, after);
    }

    public BoundStatement inbox(int vshard, long session, long after) {
        return inbox.bind(vshard, session, after);
    }

    public BoundStatement channels(int vshard) {
        return channels.bind(vshard);
    }

    public BoundStatement openChannel(long time, int vshard, byte[] id, byte[] value) {
        return openChannel.bind(vshard, blob(id), blob(value), time);
    }

    public BoundStatement closeChannel(long time, int vshard, byte[] id) {
        return closeChannel.bind(time, vshard, blob(id));
    }

    public BoundStatement retained(int vshard) {
        return retained.bind(vshard);
    }

    public BoundStatement retain(long time, int vshard, String instance, byte[] topic, byte[] message) {
        return retain.bind(vshard, instance, blob(topic), blob(message), time);
    }

    public BoundStatement forget(long time, int vshard, String instance, byte[] topic) {
        return forget.bind(time, vshard, instance, blob(topic));
    }

    /// @param time what was written later stays
    public BoundStatement forgetInstance(long time, int vshard, String instance) {
        return forgetInstance.bind(time, vshard, instance);
    }

    public BoundStatement outbox(String node, String name, long segment, long after, long upTo) {
        return outbox.bind(node, name, segment, after, upTo);
    }

    public BoundStatement outboxSizes(String node, String name, long segment) {
        return outboxSizes.bind(node, name, segment);
    }

    public BoundStatement offer(
            long time, String node, String name, long segment, long seq, byte[] message, byte[] label, int bytes) {
        return offer.bind(node, name, segment, seq, blob(message), blob(label), bytes, time);
    }

    public BoundStatement settle(long time, String node, String name, long segment, long seq) {
        return settle.bind(time, node, name, segment, seq);
    }

    public BoundStatement settleUpTo(long time, String node, String name, long segment, long upTo) {
        return settleUpTo.bind(time, node, name, segment, upTo);
    }

    public BoundStatement dropSegment(long time, String node, String name, long segment) {
        return dropSegment.bind(time, node, name, segment);
    }

    public BoundStatement record(byte[] key) {
        return record.bind(blob(key));
    }

    public BoundStatement records(byte[] from, byte[] before, int limit) {
        return records.bind(blob(from), blob(before), limit);
    }

    public BoundStatement putRecord(long time, byte[] key, byte[] value) {
        return putRecord.bind(blob(key), blob(value), time);
    }

    public BoundStatement deleteRecord(long time, byte[] key) {
        return deleteRecord.bind(time, blob(key));
    }

    public BoundStatement deleteRecords(long time, byte[] from, byte[] before) {
        return deleteRecords.bind(time, blob(from), blob(before));
    }

    public BoundStatement list(String name) {
        return list.bind(name);
    }

    public BoundStatement putItem(long time, String name, byte[] item, byte[] value) {
        return putItem.bind(name, blob(item), blob(value), time);
    }

    public BoundStatement deleteItem(long time, String name, byte[] item) {
        return deleteItem.bind(time, name, blob(item));
    }
}
