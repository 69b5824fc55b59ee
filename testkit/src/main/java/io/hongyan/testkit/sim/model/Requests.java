package io.hongyan.testkit.sim.model;

import static io.hongyan.testkit.sim.model.Publication.OPEN;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.testkit.sim.model.ConnectionRecord.Cause;
import io.hongyan.testkit.sim.model.ConnectionRecord.Request;
import io.hongyan.testkit.sim.model.ConnectionRecord.SubscribeRequest;
import io.hongyan.testkit.sim.model.ConnectionRecord.UnsubscribeRequest;
import io.hongyan.testkit.sim.model.Publication.Outcome;
import io.hongyan.testkit.sim.world.Scheduler;
import java.util.ArrayList;
import java.util.List;

/// Checks the answer to each request of clients: its connection, its order, its content.
final class Requests {
    private final Scheduler scheduler;
    private final Faults faults;
    private final Rights rights;
    private final Publications publications;
    private final Timeline timeline;

    Requests(Scheduler scheduler, Faults faults, Rights rights, Publications publications, Timeline timeline) {
        this.scheduler = scheduler;
        this.faults = faults;
        this.rights = rights;
        this.publications = publications;
        this.timeline = timeline;
    }

    void heard(ConnectionRecord c, String packet) {
        if (c.serverSaidGoodbye) {
            faults.add(c + ": " + packet + " after DISCONNECT [MQTT-3.14.4-1]");
        }
        if (!c.acknowledged && !packet.equals("ConnAck")) {
            faults.add(c + ": " + packet + " before CONNACK [MQTT-3.2.0-1]");
        }
    }

    void connAck(ConnectionRecord c, ConnAck answer) {
        if (c.acknowledged) {
            faults.add(c + ": a second CONNACK");
        }
        c.acknowledged = true;
        if (answer.reason().isError()) {
            checkRefusal(c, answer.reason());
        } else if (c.began == OPEN) {
            faults.add(c + ": CONNACK without a session");
        } else if (c.version() != Version.MQTT_3_1 && answer.sessionPresent() != c.sessionPresent) {
            faults.add(c + ": CONNACK says session present " + answer.sessionPresent() + ", but the session says "
                    + c.sessionPresent);
        }
    }

    private void checkRefusal(ConnectionRecord c, ReasonCode reason) {
        boolean known = c.causes.contains(Cause.ADMINISTRATOR)
                || c.causes.contains(Cause.MISBEHAVED)
                || c.causes.contains(Cause.INJECTED)
                || timeline.isDeleted(c.key.instance())
                || (c.will != null && reason == ReasonCode.NOT_AUTHORIZED && !mayPublish(c, c.will.publication));
        if (!known) {
            faults.add(c + " was refused without a cause: " + reason);
        }
    }

    private boolean mayPublish(ConnectionRecord c, Publication publication) {
        return rights.always(c.key, true, publication.topic().toString(), c.requested, scheduler.stamp());
    }

    // PUBLISH.

    /// A PUBLISH was sent, for the first time or again.
    void sent(ConnectionRecord c, Publication p, int packetId) {
        long stamp = scheduler.stamp();
        boolean again = p.last != null;
        boolean repeatable = again && p.qos() == QoS.EXACTLY_ONCE && p.last != null && p.last.session == c.session;
        p.copies += repeatable ? 0 : 1;
        p.sends++;
        p.late |= again && mayHaveBeenRefused(c, p, stamp);
        p.last = c;
        p.sentAgain = stamp;
        p.reopen();
        p.outcome = p.outcome == Outcome.REFUSED ? Outcome.UNKNOWN : p.outcome;
        c.allow(Cause.REFUSED);
        if (p.began == OPEN) {
            p.began = stamp;
            p.beganMicros = scheduler.now();
            publications.mayRetain(p);
        }
        switch (p.qos()) {
            case AT_MOST_ONCE -> c.unanswered.add(p);
            case AT_LEAST_ONCE -> c.atLeastOnce.add(new Request(packetId, p, stamp));
            case EXACTLY_ONCE -> c.exactlyOnce.add(new Request(packetId, p, stamp));
        }
    }

    private boolean mayHaveBeenRefused(ConnectionRecord c, Publication p, long stamp) {
        return timeline.mayHaveBeenFull(p.beganMicros)
                || !rights.always(c.key, true, p.topic().toString(), p.began, stamp);
    }

    void pubAck(ConnectionRecord c, int packetId, ReasonCode reason) {
        Request request = c.atLeastOnce.peek();
        if (request == null || request.packetId() != packetId) {
            faults.add(c + ": PUBACK " + packetId + ", expected " + (request == null ? "none" : request.packetId())
                    + " [MQTT-4.6.0-2]");
            c.atLeastOnce.removeIf(other -> other.packetId() == packetId);
            return;
        }
        c.atLeastOnce.remove();
        answered(c, request.stamp());
        settle(c, request.publication(), reason);
    }

    void pubRec(ConnectionRecord c, int packetId, ReasonCode reason) {
        Request request = c.exactlyOnce.peek();
        if (request == null || request.packetId() != packetId) {
            faults.add(c + ": PUBREC " + packetId + ", expected " + (request == null ? "none" : request.packetId())
                    + " [MQTT-4.6.0-3]");
            c.exactlyOnce.removeIf(other -> other.packetId() == packetId);
            return;
        }
        c.exactlyOnce.remove();
        answered(c, request.stamp());
        settle(c, request.publication(), reason);
        // One that was received before is answered at once, and so is one that goes no further.
        if (!reason.isError() && request.publication().isAccepted() && request.publication().sends == 1) {
            confirm(c);
        }
    }

    void released(ConnectionRecord c, int packetId, Publication p) {
        c.releases.put(packetId, new Request(packetId, p, scheduler.stamp()));
    }

    void pubComp(ConnectionRecord c, int packetId) {
        Request request = c.releases.remove(packetId);
        if (request == null && c.causes.contains(Cause.MISBEHAVED)) {
            return; // the answer to a stray PUBREL
        }
        if (request == null) {
            faults.add(c + ": PUBCOMP " + packetId + " for no PUBREL of this connection");
        } else {
            answered(c, request.stamp());
        }
    }

    private void settle(ConnectionRecord c, Publication p, ReasonCode reason) {
        long stamp = scheduler.stamp();
        if (p.last != c) {
            boolean taken =
                    c.version().isV5() && !reason.isError() && !p.topic().startsWithDollar();
            p.outcome = taken ? Outcome.ACCEPTED : p.outcome; // it was sent again meanwhile: that one decides
            return;
        }
        p.end(stamp, scheduler.now());
        String topic = p.topic().toString();
        boolean command = p.topic().startsWithDollar();
        if (reason.isError()) {
            checkRefusal(c, p, reason);
            p.outcome = p.copies == 1 && p.outcome != Outcome.ACCEPTED ? Outcome.REFUSED : p.outcome;
        } else if (command) {
            p.outcome = Outcome.REFUSED; // taken, and for nobody
        } else if (c.version().isV5()) {
            p.outcome = Outcome.ACCEPTED;
            if (reason == ReasonCode.NO_MATCHING_SUBSCRIBERS && hasSubscriber(p, stamp)) {
                faults.add(c + ": " + p + " had a subscriber, but the broker says that it had none");
            }
        } else if (rights.always(c.key, true, topic, p.began, stamp)) {
            p.outcome = Outcome.ACCEPTED;
        } else if (rights.never(c.key, true, topic, p.began, stamp)) {
            p.outcome = Outcome.REFUSED;
        }
    }

    private void checkRefusal(ConnectionRecord c, Publication p, ReasonCode reason) {
        boolean right = switch (reason) {
            case NOT_AUTHORIZED ->
                p.topic().startsWithDollar()
                        || !rights.always(c.key, true, p.topic().toString(), p.began, scheduler.stamp());
            case QUOTA_EXCEEDED -> timeline.mayBeFull();
            default -> false;
        };
        if (!right && !c.causes.contains(Cause.INJECTED)) {
            faults.add(c + ": " + p + " was refused without a cause: " + reason);
        }
    }

    private boolean hasSubscriber(Publication p, long stamp) {
        for (ClientRecord client : timeline.clients()) {
            SessionRecord session = client.present();
            if (session == null || session.disturbed || !session.key.instance().equals(p.instance())) {
                continue;
            }
            for (SubscriptionRecord subscription : session.subscriptions) {
                if (subscription.covers(p.began, stamp) && subscription.filter.matches(p.topic())) {
                    return true;
                }
            }
        }
        return false;
    }

    /// What was sent on the connection before that stamp has been met by the broker.
    private void answered(ConnectionRecord c, long sentAt) {
        long stamp = scheduler.stamp();
        c.answered = Math.max(c.answered, sentAt);
        c.unanswered.removeIf(p -> {
            boolean met = p.began < sentAt;
            if (met) {
                p.end(stamp, scheduler.now());
                boolean may = rights.always(c.key, true, p.topic().toString(), p.began, stamp);
                boolean lasting = timeline.crashed() < c.began; // a crash may have undone it
                p.outcome = may && lasting && !p.topic().startsWithDollar() ? Outcome.ACCEPTED : p.outcome;
            }
            return met;
        });
    }

    /// The state of the session has reached the disk.
    private void confirm(ConnectionRecord c) {
        SessionRecord session = c.session;
        if (session != null && session.connection == c && session.expirySeconds > 0) {
            session.confirmExpiry();
            if (c.will != null) {
                c.will.confirmed = true;
            }
            // One that was published may still be there: that others have it is not known yet.
            timeline.client(c.key).wills.removeIf(will -> will != c.will && will.publication.began == OPEN);
            timeline.client(c.key).sessions.forEach(other -> other.mayBeStored &= other.isAlive());
        }
    }

    // SUBSCRIBE and UNSUBSCRIBE.

    void subscribe(ConnectionRecord c, Subscribe packet, int id) {
        long stamp = scheduler.stamp();
        SessionRecord session = session(c);
        List<SubscriptionRecord> records = new ArrayList<>();
        List<SubscriptionRecord.Version> versions = new ArrayList<>();
        for (Subscription wish : packet.subscriptions()) {
            TopicFilter filter = TopicFilter.parse(wish.filter());
            boolean mayExist = session.mayHave(filter);
            SubscriptionRecord subscription = session.subscribing(filter);
            subscription.request(wish, id, stamp, scheduler.now(), c, mayExist);
            records.add(subscription);
            versions.add(subscription.versions.getLast());
        }
        c.subscribes.put(packet.packetId(), new SubscribeRequest(packet, records, versions, stamp));
    }

    void subAck(ConnectionRecord c, SubAck answer) {
        SubscribeRequest request = c.subscribes.remove(answer.packetId());
        if (request == null) {
            faults.add(c + ": SUBACK " + answer.packetId() + " for no SUBSCRIBE of this connection");
            return;
        }
        answered(c, request.stamp());
        if (answer.reasons().size() != request.versions().size()) {
            faults.add(c + ": SUBACK has " + answer.reasons().size() + " reasons for "
                    + request.versions().size() + " filters [MQTT-3.8.4-5]");
            return;
        }
        long stamp = scheduler.stamp();
        boolean any = false;
        for (int i = 0; i < request.versions().size(); i++) {
            any |= subscribed(
                    c,
                    request.records().get(i),
                    request.versions().get(i),
                    answer.reasons().get(i),
                    stamp);
        }
        if (any) {
            confirm(c);
        }
    }

    private boolean subscribed(
            ConnectionRecord c,
            SubscriptionRecord subscription,
            SubscriptionRecord.Version version,
            ReasonCode reason,
            long stamp) {
        String filter = subscription.filter.text();
        if (reason.isError()) {
            version.refused = true;
            subscription.doubt(version.requested);
            if (rights.always(c.key, false, filter, version.requested, stamp) && !c.causes.contains(Cause.INJECTED)) {
                faults.add(c + ": the filter " + filter + " was refused without a cause: " + reason);
            }
            return false;
        }
        boolean untold = c.version() == Version.MQTT_3_1; // its SUBACK knows no failure
        if (untold && !rights.always(c.key, false, filter, version.requested, stamp)) {
            subscription.doubt(version.requested);
            version.refused = rights.never(c.key, false, filter, version.requested, stamp);
            return false;
        }
        if (rights.never(c.key, false, filter, version.requested, stamp)) {
            faults.add(c + ": the filter " + filter + " was granted without the right");
        }
        if (reason.code() != version.qos().level()) {
            faults.add(c + ": " + filter + " was granted " + reason + " instead of QoS "
                    + version.qos().level());
        }
        version.acknowledged = stamp;
        subscription.certainFrom = Math.min(subscription.certainFrom, stamp);
        if (!rights.always(c.key, false, filter, version.requested, stamp)) {
            subscription.doubt(version.requested);
        }
        return true;
    }

    void unsubscribe(ConnectionRecord c, Unsubscribe packet) {
        long stamp = scheduler.stamp();
        SessionRecord session = session(c);
        List<SubscriptionRecord> records = new ArrayList<>();
        for (String filter : packet.filters()) {
            for (SubscriptionRecord subscription : session.subscriptions) {
                if (subscription.filter.text().equals(filter) && !subscription.isOver()) {
                    subscription.doubt(stamp);
                    records.add(subscription);
                }
            }
        }
        c.unsubscribes.put(
                packet.packetId(), new UnsubscribeRequest(packet.filters().size(), records, stamp));
    }

    void unsubAck(ConnectionRecord c, UnsubAck answer) {
        UnsubscribeRequest request = c.unsubscribes.remove(answer.packetId());
        if (request == null) {
            faults.add(c + ": UNSUBACK " + answer.packetId() + " for no UNSUBSCRIBE of this connection");
            return;
        }
        answered(c, request.stamp());
        if (c.version().isV5() && answer.reasons().size() != request.filters()) {
            faults.add(c + ": UNSUBACK has " + answer.reasons().size() + " reasons for " + request.filters()
                    + " filters [MQTT-3.11.3-1]");
        }
        long stamp = scheduler.stamp();
        request.records().forEach(subscription -> subscription.end(stamp));
        confirm(c);
    }

    private static SessionRecord session(ConnectionRecord c) {
        SessionRecord session = c.session;
        if (session == null) {
            throw new IllegalStateException(c + " has no session yet");
        }
        return session;
    }

    // The rest.

    void pong(ConnectionRecord c) {
        Long asked = c.pings.poll();
        if (asked == null) {
            faults.add(c + ": PINGRESP for no PINGREQ");
        } else {
            answered(c, asked);
        }
    }

    /// A right was taken: what was subscribed by it is not certain any more.
    void rightTaken(ClientKey key, String filter) {
        SessionRecord session = timeline.client(key).present();
        if (session != null) {
            long stamp = scheduler.stamp();
            for (SubscriptionRecord subscription : session.subscriptions) {
                if (subscription.filter.text().equals(filter)) {
                    subscription.doubt(stamp);
                }
            }
        }
    }
}
