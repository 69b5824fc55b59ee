package io.hongyan.testkit.sim.model;

import static io.hongyan.testkit.sim.model.Publication.OPEN;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Property;
import io.hongyan.testkit.sim.model.SessionRecord.Outstanding;
import io.hongyan.testkit.sim.world.Scheduler;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Whether each message that comes to a client may come: that somebody published it, that the client is entitled to it,
/// often enough and no more, in order, under a legal identifier, within the client's limits.
final class Deliveries {
    private final Scheduler scheduler;
    private final Faults faults;
    private final Publications publications;
    private final Timeline timeline;
    private final Entitlements entitlements;

    /// Whether expiry across a crash can be told exactly.
    private boolean clockJumped;

    Deliveries(
            Scheduler scheduler,
            Faults faults,
            Publications publications,
            Timeline timeline,
            Entitlements entitlements) {
        this.scheduler = scheduler;
        this.faults = faults;
        this.publications = publications;
        this.timeline = timeline;
        this.entitlements = entitlements;
    }

    void clockJumped() {
        clockJumped = true;
    }

    /// A PUBLISH came.
    ///
    /// @param packet with its topic, also where that came by alias
    /// @param bytes of the frame
    void received(ConnectionRecord c, Publish packet, int bytes) {
        SessionRecord session = c.session;
        if (session == null || !c.acknowledged) {
            faults.add(c + ": PUBLISH before CONNACK [MQTT-3.2.0-1]");
            return;
        }
        if (bytes > c.maxPacketBytes) {
            faults.add(c + ": a packet of " + bytes + " bytes, its limit is " + c.maxPacketBytes + " [MQTT-3.1.2-24]");
        }
        Publication p = packet.payload().length == 0 ? null : publications.of(packet.payload());
        if (p == null && packet.payload().length != 0) {
            faults.add(c + ": a message that nobody published on " + packet.topic());
            return;
        }
        if (timeline.client(c.key).latest != c) {
            return; // it was under way when another connection took over, and comes again there
        }
        boolean repeated = packet.qos() != QoS.AT_MOST_ONCE && identified(c, session, packet, p);
        if (p == null) {
            return;
        }
        checkContent(c, packet, p);
        if (!repeated && !session.disturbed) {
            fresh(c, session, packet, p);
        }
        if (!repeated) {
            session.receipt(p).fresh++;
            session.receipt(p).exact += packet.qos() == QoS.EXACTLY_ONCE ? 1 : 0;
        }
        if (packet.retain()) {
            session.receipt(p).retainedAt = scheduler.stamp();
        }
    }

    // Identifiers.

    /// @return whether it repeats what was sent on an earlier connection
    private boolean identified(ConnectionRecord c, SessionRecord s, Publish packet, @Nullable Publication p) {
        int id = packet.packetId();
        Outstanding known = s.outstanding.get(id);
        boolean repeated = false;
        if (known != null && known.connection == c) {
            if (known.finished == OPEN) {
                faults.add(c + ": identifier " + id + " of " + known.publication + " is used again for " + p
                        + " [MQTT-2.2.1-4]");
            }
        } else if (known != null && known.publication == p && packet.dup()) {
            repeated = repeated(c, s, packet, known);
        } else if (known != null && known.finished == OPEN && known.connection.crashes == c.crashes && !s.disturbed) {
            faults.add(c + ": identifier " + id + " of " + known.publication + ", unacknowledged, came back for " + p
                    + " [MQTT-2.2.1-4]");
        }
        if (!repeated) {
            if (packet.dup() && s.connections == 1 && s.crashes == 0 && !s.disturbed) {
                faults.add(c + ": DUP on the first delivery of " + p + " [MQTT-3.3.1-1]");
            }
            s.received(id, p, packet.dup(), c);
        }
        c.unacknowledged.put(id, packet.qos());
        if (c.unacknowledged.size() > c.receiveMaximum) {
            faults.add(c + ": " + c.unacknowledged.size() + " unacknowledged messages, its receive maximum is "
                    + c.receiveMaximum + " [MQTT-3.3.4-9]");
        }
        return repeated;
    }

    private boolean repeated(ConnectionRecord c, SessionRecord s, Publish packet, Outstanding known) {
        boolean crashed = known.connection.crashes != c.crashes || s.disturbed;
        boolean finished = known.finished != OPEN;
        if (finished && packet.qos() == QoS.EXACTLY_ONCE) {
            return false; // a later delivery under the same identifier, which was lost before
        }
        if (finished && crashed) {
            return false; // the disk did not know of the acknowledgement: a delivery as any other
        }
        if (finished && known.isFinishedForCertain() && !crashed) {
            faults.add(c + ": " + known.publication + " was sent again after its acknowledgement");
        }
        if (known.released && !s.disturbed) {
            faults.add(c + ": " + known.publication + " was sent again after its PUBREL [MQTT-4.3.3-6]");
        }
        if (known.publication != null && isOrdered(known.publication) && !crashed) {
            var key = key(known.publication, packet.qos());
            if (known.position < c.lastRepeated.getOrDefault(key, 0)) {
                faults.add(c + ": " + known.publication + " was sent again out of order [MQTT-4.6.0-6]");
            }
            c.lastRepeated.merge(key, known.position, Math::max);
        }
        known.connection = c;
        known.finished = OPEN;
        return true;
    }

    /// The client acknowledged a message for good.
    void finished(ConnectionRecord c, int packetId) {
        c.unacknowledged.remove(packetId);
        Outstanding known = c.session == null ? null : c.session.outstanding.get(packetId);
        if (known != null && known.finished == OPEN) {
            known.finished = scheduler.stamp();
            known.finishedOn = c;
        }
    }

    /// The client did not take a message, and said so: whether it comes once more, when the broker has not heard of
    /// that, is all the same to it.
    void rejected(ConnectionRecord c, QoS qos, int packetId) {
        finished(c, packetId);
        Outstanding known = c.session == null ? null : c.session.outstanding.get(packetId);
        if (qos == QoS.EXACTLY_ONCE && c.session != null && known != null && known.publication != null) {
            c.session.receipt(known.publication).untaken++;
        }
    }

    /// The client sent PUBREC.
    void recorded(ConnectionRecord c, int packetId) {
        c.received.add(packetId);
    }

    /// PUBREL came.
    ///
    /// @param known whether the client has that identifier
    void released(ConnectionRecord c, int packetId, ReasonCode reason, boolean known) {
        SessionRecord s = c.session;
        if (s == null) {
            faults.add(c + ": PUBREL before CONNACK [MQTT-3.2.0-1]");
            return;
        }
        if (c.received.contains(packetId)) {
            Integer first = c.received.remove();
            if (first != packetId) {
                faults.add(c + ": PUBREL " + packetId + " before that for " + first + " [MQTT-4.6.0-4]");
                c.received.remove((Integer) packetId);
            }
        } else if (!known
                && s.connections == 1
                && !s.disturbed
                && !c.causes.contains(ConnectionRecord.Cause.MISBEHAVED)
                && !reason.isError()) {
            faults.add(c + ": PUBREL " + packetId + " for no message of this session");
        }
        Outstanding outstanding = s.outstanding.get(packetId);
        if (outstanding != null) {
            outstanding.released = true;
        }
    }

    // Content.

    private void checkContent(ConnectionRecord c, Publish packet, Publication p) {
        boolean same = p.instance().equals(c.key.instance())
                && p.topic().equals(packet.topic())
                && Arrays.equals(p.content().payload(), packet.payload());
        if (!same) {
            faults.add(c + ": " + p + " came as another message on " + packet.topic());
        }
        if (!c.version().isV5() || p.last == null || !p.last.version().isV5()) {
            return;
        }
        String label = p.content().label();
        var user = packet.properties().userProperties();
        boolean kept = label == null
                ? user.isEmpty()
                : user.size() == 1 && user.getFirst().value().equals(label);
        if (!kept) {
            faults.add(c + ": " + p + " came with the user properties " + user + " [MQTT-3.3.2-17]");
        }
    }

    private void checkExpiry(ConnectionRecord c, Publish packet, Publication p, long since) {
        long left = packet.properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1);
        int given = p.content().expirySeconds();
        if (given < 0) {
            if (left >= 0) {
                faults.add(c + ": " + p + " came with an expiry of " + left);
            }
            return;
        }
        if (c.version().isV5() && left < 0) {
            faults.add(c + ": " + p + " came without its expiry [MQTT-3.3.2-6]");
        }
        long known = p.endedMicros();
        boolean exact = timeline.crashed() < p.began || !clockJumped;
        long waited = known == OPEN || !exact ? 0 : Math.max(0, since - known);
        if (left > given || (left >= 0 && left * 1_000_000 > Math.max(0, given * 1_000_000L - waited) + 1_000_000)) {
            faults.add(c + ": " + p + " came with an expiry of " + left + " after " + waited / 1000
                    + " ms [MQTT-3.3.2-6]");
        }
        if (waited > given * 1_000_000L + 1_000 && !packet.dup()) {
            faults.add(c + ": " + p + " came after " + waited / 1000 + " ms [MQTT-3.3.2-5]");
        }
    }

    // Entitlement.

    private void fresh(ConnectionRecord c, SessionRecord s, Publish packet, Publication p) {
        if (p.outcome == Publication.Outcome.REFUSED || p.began == OPEN) {
            faults.add(c + ": " + p + " came, though it was never published");
            return;
        }
        Entitlements.Reasons reasons = entitlements.of(s, p);
        boolean onlyRetained = packet.retain() && reasons.onlyRetained();
        checkExpiry(c, packet, p, onlyRetained ? reasons.retainedSince() : c.requestedMicros);
        // What was sent and acknowledged last may not be on disk.
        boolean exact = packet.qos() == QoS.EXACTLY_ONCE;
        int most = reasons.most() * Math.max(1, p.copies) * (exact ? 1 : 1 + s.crashes);
        SessionRecord.Receipt receipt = s.receipt(p);
        most += receipt.untaken;
        int already = exact ? receipt.exact : receipt.fresh;
        if (!reasons.allow(packet.retain())) {
            faults.add(c + ": " + p + " came to " + s + ", which is not entitled to it"
                    + (packet.retain() ? " as a retained message" : ""));
        } else if (already >= most) {
            faults.add(c + ": " + p + " came " + (already + 1) + " times to " + s + ", entitled to " + most + " at QoS "
                    + packet.qos().level());
        } else {
            reasons.check(faults, c, packet, p);
        }
        // The first of two may have found nobody, at QoS 0, or no room, and come behind the second when it is sent
        // again.
        boolean certain = p.sends == 1 || (packet.qos() != QoS.AT_MOST_ONCE && !timeline.mayBeFull());
        if (certain && isOrdered(p) && !packet.retain() && reasons.onlyNormal() && s.fresh(p) == 0) {
            checkOrder(c, s, packet, p);
        }
        if (reasons.onlyShared()) {
            entitlements.shared(c, s, reasons, packet.qos(), p);
        }
    }

    private void checkOrder(ConnectionRecord c, SessionRecord s, Publish packet, Publication p) {
        var key = key(p, packet.qos());
        Integer last = s.lastOrder.get(key);
        if (last != null && last > p.id()) {
            faults.add(c + ": " + p + " came after m" + last + " of the same publisher and topic [MQTT-4.6.0-6]");
        } else {
            s.lastOrder.put(key, p.id());
        }
    }

    /// Whether the broker must keep it in its place: a will has none, and neither has what was sent again.
    private static boolean isOrdered(Publication p) {
        return p.kind() == Publication.Kind.CLIENT && p.copies == 1 && !p.late;
    }

    private static SessionRecord.OrderKey key(Publication p, QoS delivered) {
        return new SessionRecord.OrderKey(p.publisher().clientId(), p.topic().toString(), p.qos(), delivered);
    }
}
