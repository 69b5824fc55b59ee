package io.hongyan.testkit.sim.model;

import static io.hongyan.testkit.sim.model.Publication.OPEN;

import io.hongyan.codec.ReasonCode;
import io.hongyan.testkit.sim.model.Publication.Outcome;
import io.hongyan.testkit.sim.world.Scheduler;

/// Which wills are to be published, and when [MQTT-3.1.2-8, MQTT-3.1.3-9].
final class Wills {
    private final Scheduler scheduler;
    private final Publications publications;

    Wills(Scheduler scheduler, Publications publications) {
        this.scheduler = scheduler;
        this.publications = publications;
    }

    /// The connection has ended.
    ///
    /// @param deleted whether the instance is being deleted
    void disconnected(SessionRecord session, ReasonCode reason, boolean deleted, long stamp) {
        WillRecord will = session.will;
        if (will == null || will.state != WillRecord.State.ARMED) {
            return;
        }
        long delay = Math.min(will.delaySeconds, session.expirySeconds);
        switch (reason) {
            case SUCCESS, NOT_AUTHORIZED -> forget(will);
            case SERVER_SHUTTING_DOWN -> {
                perhaps(will, stamp, OPEN); // and once more after the start, if not everybody had it
                will.publication.copies++;
            }
            default -> {
                if (deleted) {
                    perhaps(will, stamp, stamp);
                } else if (delay == 0) {
                    publish(will, stamp);
                } else {
                    delayed(will, delay);
                }
            }
        }
    }

    private void delayed(WillRecord will, long seconds) {
        long due = scheduler.now() + seconds * 1_000_000;
        due(will, due - Timeline.EARLY, due + Timeline.LATE);
    }

    /// It is published between those times, unless something happens before.
    private void due(WillRecord will, long earliest, long latest) {
        will.state = WillRecord.State.DELAYED;
        int generation = ++will.generation;
        scheduler.at(earliest, () -> {
            if (will.state == WillRecord.State.DELAYED && will.generation == generation) {
                begin(will, scheduler.stamp());
            }
        });
        scheduler.at(latest, () -> {
            if (will.state == WillRecord.State.DELAYED && will.generation == generation) {
                publish(will, scheduler.stamp());
            }
        });
    }

    private void begin(WillRecord will, long stamp) {
        Publication publication = will.publication;
        if (publication.began == OPEN) {
            publication.began = stamp;
            publication.beganMicros = scheduler.now();
            publications.mayRetain(publication);
        }
        publication.copies = Math.max(1, publication.copies);
    }

    /// Its client is back before the session has ended [MQTT-3.1.3-9].
    void resumed(SessionRecord session, long stamp) {
        WillRecord will = session.will;
        if (will == null || will.state == WillRecord.State.SETTLED) {
            return;
        }
        if (will.publication.began == OPEN) {
            forget(will);
        } else {
            perhaps(will, will.publication.began, stamp);
        }
    }

    /// A session ends and publishes its will, if it is pending [MQTT-3.1.2-8].
    void sessionEnded(SessionRecord session, long stamp) {
        WillRecord will = session.will;
        if (will != null && will.state != WillRecord.State.SETTLED) {
            if (session.endedByCrash) {
                perhaps(will, stamp, OPEN);
            } else {
                publish(will, stamp);
            }
        }
    }

    /// The broker died. Neither a publication of a will nor a DISCONNECT is acknowledged, so that the disk may know
    /// nothing of it, and the will may come once more.
    ///
    /// @param kept whether the session may come back
    void crashed(SessionRecord session, boolean kept) {
        WillRecord will = session.will;
        if (will == null || !kept) {
            return;
        }
        will.generation++;
        if (will.state == WillRecord.State.SETTLED || will.publication.began != OPEN) {
            will.state = WillRecord.State.SETTLED;
            will.publication.copies++;
            will.publication.reopen();
            will.publication.outcome = Outcome.UNKNOWN;
        }
    }

    /// The disk may know a will of an earlier connection, and nothing of what became of it.
    void haunt(WillRecord will) {
        will.generation++;
        will.publication.copies += will.publication.began == OPEN ? 0 : 1;
        will.publication.reopen();
        perhaps(will, scheduler.stamp(), OPEN);
    }

    /// The broker has restarted: what it knew to be connected has lost its connection now.
    ///
    /// @param exact whether the broker can know how late it is
    void restarted(SessionRecord session, boolean exact) {
        WillRecord will = session.will;
        if (will == null) {
            return;
        }
        boolean certain = will.state != WillRecord.State.SETTLED && will.confirmed && !session.doubtful && exact;
        if (certain) {
            long delay = Math.min(will.delaySeconds, session.expirySeconds) * 1_000_000;
            boolean armed = will.state == WillRecord.State.ARMED;
            due(
                    will,
                    scheduler.now() + (armed ? Math.max(0, delay - Timeline.EARLY) : 0),
                    scheduler.now() + delay + Timeline.LATE);
        } else {
            perhaps(will, scheduler.stamp(), OPEN);
        }
    }

    private void publish(WillRecord will, long stamp) {
        perhaps(will, stamp, stamp);
        will.publication.outcome = Outcome.ACCEPTED;
    }

    /// It may have been published between those stamps.
    private void perhaps(WillRecord will, long from, long to) {
        begin(will, from);
        will.publication.outcome = Outcome.UNKNOWN;
        if (to != OPEN) {
            will.publication.end(to, scheduler.now());
        }
        will.state = WillRecord.State.SETTLED;
    }

    private static void forget(WillRecord will) {
        will.state = WillRecord.State.SETTLED;
        will.publication.outcome = Outcome.REFUSED;
    }
}
