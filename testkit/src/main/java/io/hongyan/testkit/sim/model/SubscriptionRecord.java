package io.hongyan.testkit.sim.model;

import static io.hongyan.testkit.sim.model.Publication.OPEN;

import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;

/// One filter of one session, from the first SUBSCRIBE to its end. Between the request and its acknowledgement nobody
/// knows whether it holds.
final class SubscriptionRecord {
    final TopicFilter filter;
    final List<Version> versions = new ArrayList<>();

    /// It holds certainly from here ...
    long certainFrom = OPEN;

    /// ... to here,
    long certainUntil = OPEN;

    /// and perhaps to here.
    long possibleUntil = OPEN;

    /// What one SUBSCRIBE said about the filter.
    static final class Version {
        final Subscription wish;
        final int id;
        final long requested;
        final long requestedMicros;
        final ConnectionRecord connection;
        final Retained retained;
        long acknowledged = OPEN;
        boolean refused;

        Version(
                Subscription wish,
                int id,
                long requested,
                long requestedMicros,
                ConnectionRecord connection,
                Retained retained) {
            this.wish = wish;
            this.id = id;
            this.requested = requested;
            this.requestedMicros = requestedMicros;
            this.connection = connection;
            this.retained = retained;
        }

        QoS qos() {
            return wish.qos();
        }
    }

    /// Whether retained messages are to be sent for a SUBSCRIBE.
    enum Retained {
        YES,
        NO,
        PERHAPS
    }

    SubscriptionRecord(TopicFilter filter) {
        this.filter = filter;
    }

    void request(Subscription wish, int id, long stamp, long micros, ConnectionRecord connection, boolean mayExist) {
        Retained retained = switch (wish.retainHandling()) {
            case SEND -> Retained.YES;
            case SEND_IF_NEW -> mayExist ? (certainFrom != OPEN ? Retained.NO : Retained.PERHAPS) : Retained.YES;
            case DO_NOT_SEND -> Retained.NO;
        };
        if (filter.isShared()) {
            retained = Retained.NO;
        }
        versions.add(new Version(wish, id, stamp, micros, connection, retained));
    }

    /// Whether it held certainly all the time between those stamps.
    boolean covers(long from, long to) {
        return certainFrom < from && to < certainUntil;
    }

    /// Whether it may have held at some time between those stamps.
    boolean mayMeet(long from, long to) {
        return from < possibleUntil && !candidates(from, to).isEmpty();
    }

    /// The options that may have held at some time between those stamps.
    List<Version> candidates(long from, long to) {
        List<Version> all = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            Version version = versions.get(i);
            if (!version.refused && version.requested < to && !replacedBefore(i, from)) {
                all.add(version);
            }
        }
        return all;
    }

    private boolean replacedBefore(int index, long stamp) {
        for (int i = index + 1; i < versions.size(); i++) {
            if (versions.get(i).acknowledged < stamp && !versions.get(i).refused) {
                return true;
            }
        }
        return false;
    }

    void end(long stamp) {
        certainUntil = Math.min(certainUntil, stamp);
        possibleUntil = Math.min(possibleUntil, stamp);
    }

    /// No longer certain, without being gone.
    void doubt(long stamp) {
        certainUntil = Math.min(certainUntil, stamp);
    }

    boolean isOver() {
        return possibleUntil != OPEN;
    }

    @Override
    public String toString() {
        return filter.text();
    }
}
