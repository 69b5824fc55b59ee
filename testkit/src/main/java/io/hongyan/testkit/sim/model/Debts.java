package io.hongyan.testkit.sim.model;

import static io.hongyan.testkit.sim.model.Publication.OPEN;

import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import io.hongyan.testkit.sim.model.SessionRecord.Outstanding;
import io.hongyan.testkit.sim.model.SubscriptionRecord.Retained;
import io.hongyan.testkit.sim.model.SubscriptionRecord.Version;
import io.hongyan.testkit.sim.world.Scheduler;
import java.util.List;

/// What the broker owes once network and disk are well and time has passed: an answer to each request, each accepted
/// message to each session that is certainly subscribed, each retained message to each new subscriber.
final class Debts {
    private final Scheduler scheduler;
    private final Faults faults;
    private final Promises promises;
    private final Publications publications;
    private final Timeline timeline;
    private long clockForward;

    Debts(Scheduler scheduler, Faults faults, Promises promises, Publications publications, Timeline timeline) {
        this.scheduler = scheduler;
        this.faults = faults;
        this.promises = promises;
        this.publications = publications;
        this.timeline = timeline;
    }

    void clockJumped(long micros) {
        clockForward += Math.max(0, micros);
    }

    /// All connected clients have had time to be served.
    void check() {
        for (ClientRecord client : timeline.clients()) {
            for (ConnectionRecord connection : client.connections) {
                checkAnswers(connection);
            }
            SessionRecord session = client.present();
            if (session != null && session.connection != null && isServed(session.connection)) {
                checkMessages(session, session.connection);
            }
        }
    }

    private static boolean isServed(ConnectionRecord connection) {
        return connection.acknowledged && !connection.closed;
    }

    private void checkAnswers(ConnectionRecord c) {
        if (!c.closed && !c.isAnswered()) {
            faults.add(c + " waits for ever for the answer to" + c.debts());
        } else if (!c.closed && c.ended != OPEN) {
            faults.add(c + " was not told of its end");
        } else if (c.closed && c.isServed()) {
            faults.add(c + " was closed, but the broker does not know");
        }
    }

    private void checkMessages(SessionRecord s, ConnectionRecord c) {
        if (s.disturbed) {
            return;
        }
        for (Publication p : publications.all()) {
            boolean live = c.began < p.began; // nothing at QoS 0 waits for a client that is away
            boolean owed = p.isAccepted()
                    && (live || p.qos() != QoS.AT_MOST_ONCE)
                    && !p.isEmpty()
                    && p.began > s.owedSince
                    && p.instance().equals(s.key.instance())
                    && s.fresh(p) == 0;
            if (owed && isOwed(s, p, live) && !mayHaveExpired(p) && !s.explained(p)) {
                faults.add(s + " never got " + p + " [MQTT-4.3.2-1, MQTT-4.3.3-1]");
            }
        }
        for (var entry : s.outstanding.entrySet()) {
            checkRepeated(s, c, entry.getKey(), entry.getValue());
        }
        for (SubscriptionRecord subscription : s.subscriptions) {
            checkRetained(s, c, subscription);
        }
    }

    private void checkRepeated(SessionRecord s, ConnectionRecord c, int id, Outstanding o) {
        Publication p = o.publication;
        boolean open = o.finished == OPEN && !o.released;
        if (p != null && open && o.connection != c && o.connection.crashes == c.crashes && !s.explained(p)) {
            faults.add(
                    s + ": " + p + ", unacknowledged under identifier " + id + ", was not sent again [MQTT-4.4.0-1]");
        }
    }

    private boolean isOwed(SessionRecord s, Publication p, boolean live) {
        String prefix = promises.directPrefix();
        if (!prefix.isEmpty() && p.topic().toString().startsWith(prefix)) {
            boolean here = s.connection != null && s.connection.began < p.began;
            boolean kept = s.began < p.began && s.expirySeconds > 0 && p.kept;
            return p.topic().toString().equals(prefix + s.key.clientId()) && (here || kept);
        }
        boolean own = Entitlements.isOwn(s, p);
        for (SubscriptionRecord subscription : s.subscriptions) {
            if (!subscription.filter.isShared()
                    && subscription.filter.matches(p.topic())
                    && subscription.covers(p.began, p.ended())
                    && allLead(subscription.candidates(p.began, p.ended()), live, own)) {
                return true;
            }
        }
        return false;
    }

    private static boolean allLead(List<Version> versions, boolean live, boolean own) {
        return versions.stream().allMatch(v -> (live || v.qos() != QoS.AT_MOST_ONCE) && !(v.wish.noLocal() && own));
    }

    private boolean mayHaveExpired(Publication p) {
        int seconds = p.content().expirySeconds();
        return seconds >= 0 && scheduler.now() + clockForward - p.beganMicros >= seconds * 1_000_000L;
    }

    private void checkRetained(SessionRecord s, ConnectionRecord c, SubscriptionRecord subscription) {
        for (Version version : subscription.versions) {
            boolean owed = version.connection == c
                    && version.retained == Retained.YES
                    && version.acknowledged != OPEN
                    && subscription.covers(version.acknowledged, scheduler.stamp());
            if (!owed || subscription.versions.getLast() != version) {
                continue;
            }
            for (Topic topic : publications.retainedTopics(s.key.instance())) {
                Publication p = publications.certainlyRetained(s.key.instance(), topic, version.requested);
                if (p != null
                        && !(version.wish.noLocal() && Entitlements.isOwn(s, p))
                        && subscription.filter.matches(topic)
                        && s.receipt(p).retainedAt < version.requested
                        && !mayHaveExpired(p)
                        && !s.explained(p)) {
                    faults.add(
                            s + " subscribed " + subscription + " and never got the retained " + p + " [MQTT-3.3.1-9]");
                }
            }
        }
    }
}
