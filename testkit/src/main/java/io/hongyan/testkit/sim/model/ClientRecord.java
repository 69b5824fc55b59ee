package io.hongyan.testkit.sim.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sessions and connections of one client, in order.
final class ClientRecord {
    final List<SessionRecord> sessions = new ArrayList<>();
    final List<ConnectionRecord> connections = new ArrayList<>();

    /// A session whose end may not have reached the disk before a crash.
    @Nullable
    SessionRecord ghost;

    boolean comesWithoutWill;
    boolean dropsWill;

    /// The connection that the broker took last.
    @Nullable
    ConnectionRecord latest;

    /// Wills that may be on disk.
    final List<WillRecord> wills = new ArrayList<>();

    @Nullable
    SessionRecord present() {
        SessionRecord last = sessions.isEmpty() ? null : sessions.getLast();
        return last != null && last.isAlive() ? last : null;
    }

    /// Allows the broker to end every open connection for that reason.
    void allow(ConnectionRecord.Cause cause) {
        for (ConnectionRecord connection : connections) {
            if (connection.ended == Publication.OPEN) {
                connection.allow(cause);
            }
        }
    }

    /// A session that has ended but may come back, because nothing says that its end was synced.
    @Nullable
    SessionRecord ghostOfCrash() {
        for (SessionRecord session : sessions.reversed()) {
            if (session.isAlive() && session.confirmedExpiry > 0) {
                return null;
            }
            if (!session.isAlive() && session.mayBeStored) {
                return session;
            }
        }
        return null;
    }
}
