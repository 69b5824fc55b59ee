package io.hongyan.testkit.sim.model;

import static io.hongyan.testkit.sim.model.Publication.OPEN;

import io.hongyan.broker.event.DropReason;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.testkit.sim.model.ConnectionRecord.Cause;
import io.hongyan.testkit.sim.world.Scheduler;

/// Whether the broker has a reason for ending a connection, and for dropping a message.
final class CauseChecks {
    private static final long LONGEST_DISTURBANCE = 5_000_000;

    private final Scheduler scheduler;
    private final Faults faults;
    private final Promises promises;
    private long disturbedUntil = -1;

    CauseChecks(Scheduler scheduler, Faults faults, Promises promises) {
        this.scheduler = scheduler;
        this.faults = faults;
        this.promises = promises;
    }

    void diskDisturbed() {
        disturbedUntil = scheduler.now() + LONGEST_DISTURBANCE;
    }

    /// Whether there may be no room for a message.
    boolean mayBeFull() {
        return mayHaveBeenFull(0);
    }

    /// Whether there may have been no room since that time, in microseconds.
    boolean mayHaveBeenFull(long since) {
        return promises.budgetsMayFill() || promises.mayCongest() || promises.rulesMayFill() || disturbedUntil >= since;
    }

    /// Whether the broker may end a connection for that reason.
    void checkEnd(ClientRecord client, ConnectionRecord c, ReasonCode reason, String why) {
        boolean injected = c.causes.contains(Cause.INJECTED) || (c.session != null && c.session.disturbed);
        boolean right = switch (reason) {
            case SUCCESS, DISCONNECT_WITH_WILL -> c.disconnect != null;
            case UNSPECIFIED_ERROR -> c.causes.contains(Cause.CUT);
            case SESSION_TAKEN_OVER -> client.connections.stream().anyMatch(other -> other != c && other.began == OPEN);
            case KEEP_ALIVE_TIMEOUT -> wasSilent(c);
            case ADMINISTRATIVE_ACTION -> c.causes.contains(Cause.ADMINISTRATOR);
            case NOT_AUTHORIZED ->
                (c.causes.contains(Cause.REFUSED) && promises.refusedCloses())
                        || (c.version() == Version.MQTT_3_1 && !c.subscribes.isEmpty());
            case QUOTA_EXCEEDED -> mayBeFull() || (promises.queuesMayFill() && promises.fullDisconnects());
            case SERVER_SHUTTING_DOWN -> c.causes.contains(Cause.STOPPED);
            case PACKET_TOO_LARGE -> c.maxPacketBytes < Long.MAX_VALUE || c.causes.contains(Cause.MISBEHAVED);
            default -> c.causes.contains(Cause.MISBEHAVED);
        };
        if (!right && !injected) {
            faults.add(c + " was ended without a cause: " + reason + ", " + why);
        }
    }

    private boolean wasSilent(ConnectionRecord c) {
        long silent = scheduler.now() - c.lastSentMicros;
        boolean slow = c.causes.contains(Cause.CUT) || c.causes.contains(Cause.SLOW);
        return c.connect.keepAlive() > 0 && (slow || silent >= c.connect.keepAlive() * 1_500_000L - Timeline.EARLY);
    }

    /// Whether the broker may drop a message for that reason.
    void checkDrop(ClientKey key, String topic, DropReason reason) {
        boolean right = switch (reason) {
            case QUEUE_FULL -> promises.queuesMayFill();
            case MEMORY_FULL, STORE_FULL -> promises.budgetsMayFill();
            case RULE_FULL -> promises.rulesMayFill() || promises.mayCongest();
            case LOST, RETAINED_FULL, NOT_AUTHORIZED -> false;
            case NO_RECEIVER -> !promises.directPrefix().isEmpty();
            case EXPIRED, BACKLOG_FULL, TOO_LARGE, SESSION_ENDED -> true;
        };
        if (!right) {
            faults.add("a message on " + topic + " for " + key + " was dropped as " + reason);
        }
    }
}
