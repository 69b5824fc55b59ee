package io.hongyan.testkit.sim.model;

import static io.hongyan.testkit.sim.model.Publication.OPEN;

import io.hongyan.broker.event.DropReason;
import io.hongyan.codec.QoS;
import io.hongyan.testkit.sim.world.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What the broker owes to the groups of shared subscriptions, once every session that is left has been served: each
/// accepted message to one member, also when the member that had it is gone.
final class SharedDebts {
    private final Scheduler scheduler;
    private final Faults faults;
    private final Promises promises;
    private final Publications publications;
    private final Timeline timeline;
    private long clockForward;

    /// One session that shares a subscription.
    private record Member(SessionRecord session, SubscriptionRecord subscription) {}

    SharedDebts(Scheduler scheduler, Faults faults, Promises promises, Publications publications, Timeline timeline) {
        this.scheduler = scheduler;
        this.faults = faults;
        this.promises = promises;
        this.publications = publications;
        this.timeline = timeline;
    }

    void clockJumped(long micros) {
        clockForward += Math.max(0, micros);
    }

    void check() {
        TreeSet<String> filters = new TreeSet<>();
        TreeSet<String> instances = new TreeSet<>();
        for (ClientRecord client : timeline.clients()) {
            for (SessionRecord session : client.sessions) {
                instances.add(session.key.instance());
                session.subscriptions.stream()
                        .filter(subscription -> subscription.filter.isShared())
                        .forEach(subscription -> filters.add(subscription.filter.text()));
            }
        }
        for (String instance : instances) {
            for (String filter : filters) {
                checkGroup(instance, filter, members(instance, filter));
            }
        }
    }

    private List<Member> members(String instance, String filter) {
        List<Member> members = new ArrayList<>();
        for (ClientRecord client : timeline.clients()) {
            for (SessionRecord session : client.sessions) {
                for (SubscriptionRecord subscription : session.subscriptions) {
                    if (session.key.instance().equals(instance)
                            && subscription.filter.text().equals(filter)) {
                        members.add(new Member(session, subscription));
                    }
                }
            }
        }
        return members;
    }

    private void checkGroup(String instance, String filter, List<Member> members) {
        for (Publication p : publications.all()) {
            boolean owed = p.isAccepted()
                    && p.qos() != QoS.AT_MOST_ONCE
                    && !p.isEmpty()
                    && p.instance().equals(instance)
                    && !isDirect(p)
                    && !mayHaveExpired(p);
            if (owed && isOwed(p, members) && !isExcused(p, members)) {
                faults.add("nobody of the group " + filter + " of " + instance + " got " + p + " [MQTT-4.8.2-4]");
            }
        }
    }

    private boolean isDirect(Publication p) {
        return !promises.directPrefix().isEmpty() && p.topic().toString().startsWith(promises.directPrefix());
    }

    private boolean mayHaveExpired(Publication p) {
        int seconds = p.content().expirySeconds();
        return seconds >= 0 && scheduler.now() + clockForward - p.beganMicros >= seconds * 1_000_000L;
    }

    /// Whether there was a member for certain, and nobody has the message.
    private static boolean isOwed(Publication p, List<Member> members) {
        boolean certain = false;
        for (Member member : members) {
            if (!member.subscription.filter.matches(p.topic())) {
                return false;
            }
            boolean covers = member.subscription.covers(p.began, p.ended());
            certain |= covers && p.began > member.session.owedSince;
            if (has(member.session, p) || member.session.disturbed) {
                return false;
            }
        }
        return certain;
    }

    /// Whether a session got the message. One at QoS 1 that it had not acknowledged when it ended goes to another
    /// member.
    private static boolean has(SessionRecord session, Publication p) {
        boolean lost = session.ended != OPEN
                && p.qos() == QoS.AT_LEAST_ONCE
                && session.fresh(p) == 1
                && session.outstanding.values().stream()
                        .anyMatch(message -> p.equals(message.publication) && message.finished == OPEN);
        return session.fresh(p) > 0 && !lost;
    }

    /// Whether the member that had it may have lost it in a way that is allowed.
    private static boolean isExcused(Publication p, List<Member> members) {
        for (Member member : members) {
            SessionRecord session = member.session;
            if (!member.subscription.mayMeet(p.began, OPEN)) {
                continue;
            }
            boolean lowest = member.subscription.candidates(p.began, OPEN).stream()
                    .anyMatch(version -> version.qos() == QoS.AT_MOST_ONCE);
            boolean unfinished = session.ended != OPEN && p.qos() == QoS.EXACTLY_ONCE;
            boolean alone = session.ended != OPEN && !anotherAt(session.ended, session, members);
            boolean gone = member.subscription.isOver() && session.ended == OPEN;
            if (lowest
                    || unfinished
                    || alone
                    || gone
                    || session.endedByCrash
                    || session.passedOnInVain
                    || session.doubtful
                    || dropped(session, p)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anotherAt(long stamp, SessionRecord leaving, List<Member> members) {
        return members.stream()
                .anyMatch(other -> other.session != leaving && other.subscription.covers(stamp - 1, stamp + 1));
    }

    private static boolean dropped(SessionRecord session, Publication p) {
        return session.drops.stream()
                .anyMatch(drop -> drop.reason != DropReason.BACKLOG_FULL
                        && drop.topic.equals(p.topic().toString()));
    }
}
