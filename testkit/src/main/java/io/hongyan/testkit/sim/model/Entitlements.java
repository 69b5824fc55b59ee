package io.hongyan.testkit.sim.model;

import static io.hongyan.testkit.sim.model.Publication.OPEN;

import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Publish;
import io.hongyan.testkit.sim.model.SubscriptionRecord.Retained;
import io.hongyan.testkit.sim.model.SubscriptionRecord.Version;
import io.hongyan.testkit.sim.world.Scheduler;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Why a session may get a message: its subscriptions, its shared subscriptions, a retained message, P2P.
final class Entitlements {
    private final Scheduler scheduler;
    private final Faults faults;
    private final Promises promises;
    private final Publications publications;
    private final Timeline timeline;
    private final Map<GroupKey, Integer> sharedDeliveries = new HashMap<>();

    private record GroupKey(String instance, String filter, int publication) {}

    Entitlements(Scheduler scheduler, Faults faults, Promises promises, Publications publications, Timeline timeline) {
        this.scheduler = scheduler;
        this.faults = faults;
        this.promises = promises;
        this.publications = publications;
        this.timeline = timeline;
    }

    /// All reasons for which one session may get one message.
    static final class Reasons {
        private final List<SubscriptionRecord> normal = new ArrayList<>();
        private final List<SubscriptionRecord> shared = new ArrayList<>();
        private final EnumSet<QoS> qos = EnumSet.noneOf(QoS.class);
        private final Set<Integer> ids = new HashSet<>();
        private final Set<Integer> certainIds = new HashSet<>();
        private QoS least = QoS.AT_MOST_ONCE;
        private boolean retainAsPublished;
        private boolean retainCleared;
        private int retained;
        private long retainedSince = OPEN;
        private boolean direct;

        int most() {
            return (normal.isEmpty() ? 0 : 1) + shared.size() + retained + (direct ? 1 : 0);
        }

        /// Whether it may come with that RETAIN flag.
        boolean allow(boolean retain) {
            boolean live = !normal.isEmpty() || !shared.isEmpty() || direct;
            return retain ? retained > 0 || (live && retainAsPublished) : live && (retainCleared || direct);
        }

        boolean onlyRetained() {
            return normal.isEmpty() && shared.isEmpty() && !direct && retained > 0;
        }

        /// The earliest SUBSCRIBE that it may come for, in microseconds.
        long retainedSince() {
            return retainedSince;
        }

        boolean onlyNormal() {
            return shared.isEmpty() && retained == 0 && !direct && !normal.isEmpty();
        }

        boolean onlyShared() {
            return normal.isEmpty() && retained == 0 && !direct && !shared.isEmpty();
        }

        /// QoS and subscription identifiers of a delivery.
        void check(Faults faults, ConnectionRecord c, Publish packet, Publication p) {
            if (!qos.contains(packet.qos()) || (onlyNormal() && packet.qos().compareTo(least) < 0)) {
                faults.add(c + ": " + p + " came at QoS " + packet.qos().level() + " instead of one of " + qos
                        + ", at least " + least + " [MQTT-3.8.4-8]");
            }
            if (!c.version().isV5()) {
                return;
            }
            Set<Integer> came = new HashSet<>();
            for (int id : packet.properties().subscriptionIdentifiers()) {
                came.add(id);
            }
            if (!ids.containsAll(came) || (onlyNormal() && !came.containsAll(certainIds))) {
                faults.add(c + ": " + p + " came with the subscription identifiers " + came + " instead of " + ids
                        + " [MQTT-3.3.4-3]");
            }
        }
    }

    Reasons of(SessionRecord s, Publication p) {
        Reasons reasons = new Reasons();
        String prefix = promises.directPrefix();
        if (!prefix.isEmpty() && p.topic().toString().startsWith(prefix)) {
            reasons.direct = p.topic().toString().equals(prefix + s.key.clientId());
            reasons.qos.add(p.qos());
            return reasons;
        }
        long to = Math.min(p.ended(), scheduler.stamp());
        boolean own = isOwn(s, p);
        for (SubscriptionRecord subscription : s.subscriptions) {
            if (!subscription.filter.matches(p.topic())) {
                continue;
            }
            addLive(reasons, subscription, p, to, own);
            addRetained(reasons, subscription, p);
        }
        return reasons;
    }

    static boolean isOwn(SessionRecord s, Publication p) {
        return p.kind() != Publication.Kind.SERVER && p.publisher().equals(s.key);
    }

    private static void addLive(Reasons reasons, SubscriptionRecord subscription, Publication p, long to, boolean own) {
        boolean any = false;
        QoS least = QoS.EXACTLY_ONCE;
        if (p.began >= subscription.possibleUntil) {
            return;
        }
        // What a member has not acknowledged may be given to one that has joined later.
        List<Version> candidates = subscription.candidates(p.began, subscription.filter.isShared() ? OPEN : to);
        boolean certain = subscription.covers(p.began, to);
        for (Version version : candidates) {
            if (version.wish.noLocal() && own) {
                certain = false;
                continue;
            }
            any = true;
            QoS qos = p.qos().min(version.qos());
            least = least.min(qos);
            reasons.qos.add(qos);
            reasons.retainAsPublished |= p.content().retain() && version.wish.retainAsPublished();
            reasons.retainCleared |= !p.content().retain() || !version.wish.retainAsPublished();
            if (version.id != 0) {
                reasons.ids.add(version.id);
            }
        }
        if (!any) {
            return;
        }
        (subscription.filter.isShared() ? reasons.shared : reasons.normal).add(subscription);
        if (certain && !subscription.filter.isShared()) {
            reasons.least = least.compareTo(reasons.least) > 0 ? least : reasons.least;
            if (candidates.size() == 1 && candidates.getFirst().id != 0) {
                reasons.certainIds.add(candidates.getFirst().id);
            }
        }
    }

    /// Retained messages come for a SUBSCRIBE, on the same connection or, where they wait, on a later one.
    private void addRetained(Reasons reasons, SubscriptionRecord subscription, Publication p) {
        for (Version version : subscription.versions) {
            boolean may = version.retained != Retained.NO && !version.refused;
            if (may && publications.mayBeRetained(p, version.requested)) {
                reasons.retained++;
                reasons.retainedSince = Math.min(reasons.retainedSince, version.requestedMicros);
                reasons.qos.add(p.qos().min(version.qos()));
                for (Version any : subscription.versions) {
                    if (any.id != 0) {
                        reasons.ids.add(any.id);
                    }
                    reasons.qos.add(p.qos().min(any.qos()));
                }
            }
        }
    }

    /// A message came by a shared subscription: nobody else of the group gets it.
    void shared(ConnectionRecord c, SessionRecord s, Reasons reasons, QoS qos, Publication p) {
        if (reasons.shared.size() != 1) {
            return; // which of the groups it came by cannot be told
        }
        String filter = reasons.shared.getFirst().filter.text();
        int already = sharedDeliveries.merge(new GroupKey(p.instance(), filter, p.id()), 1, Integer::sum) - 1;
        int most = Math.max(1, p.copies) * (1 + repeats(p, filter, qos));
        if (already >= most) {
            faults.add(c + ": " + p + " came to " + s + " though " + already + " of the group " + filter
                    + " have it already");
        }
    }

    /// How often each delivery to the group may be made again: what an ended member had may be given to another
    /// [MQTT-4.8.2-5].
    private int repeats(Publication p, String filter, QoS qos) {
        int repeats = 0;
        for (ClientRecord client : timeline.clients()) {
            for (SessionRecord member : client.sessions) {
                if (member.key.instance().equals(p.instance()) && member.current.containsKey(filter)) {
                    boolean ended = member.ended > p.began && member.ended != OPEN;
                    repeats += member.crashes + (member.disturbed ? 1 : 0);
                    repeats += ended && (qos == QoS.AT_LEAST_ONCE || mayRepeat(member, filter, p)) ? 1 : 0;
                }
            }
        }
        return repeats;
    }

    /// At QoS 2 a message that was begun is not given to another, but a member may have had it at QoS 1.
    private static boolean mayRepeat(SessionRecord member, String filter, Publication p) {
        return member.endedByCrash
                || member.subscriptions.stream()
                        .filter(subscription -> subscription.filter.text().equals(filter))
                        .flatMap(subscription -> subscription.versions.stream())
                        .anyMatch(version -> version.qos().min(p.qos()) == QoS.AT_LEAST_ONCE);
    }
}
