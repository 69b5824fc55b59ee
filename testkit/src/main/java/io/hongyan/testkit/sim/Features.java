package io.hongyan.testkit.sim;

import io.hongyan.codec.QoS;
import io.hongyan.testkit.sim.world.RandomStream;
import java.util.ArrayList;
import java.util.List;

/// Which kinds of operations one run has, and how many of each.
///
/// @param kinds each as often as it is to be drawn
/// @param cleanStarts how many CONNECTs of a hundred want a clean start
/// @param passing how many CONNECTs of a hundred want a session that ends with the connection, in 5.0
record Features(
        List<Kind> kinds,
        List<QoS> qos,
        int cleanStarts,
        int passing,
        boolean retain,
        boolean wills,
        boolean shared,
        boolean expiry,
        boolean expiryChanges,
        boolean keepAlive,
        boolean receiveMaximum,
        boolean maxPacket,
        boolean strangers,
        boolean bursts,
        boolean large) {

    /// A kind of operation, with how often it is drawn in a run that has it.
    enum Kind {
        CONNECT(8, true),
        SUBSCRIBE(12, true),
        PUBLISH(50, true),
        DISCONNECT(6, true),
        UNSUBSCRIBE(4, false),
        SERVER_PUBLISH(2, false),
        PING(3, false),
        ACKS(8, false),
        STRAY_ACK(3, false),
        REJECT(2, false),
        MISBEHAVE(1, false),
        CUT(8, false),
        FREEZE(5, false),
        READING(6, false),
        SILENT(3, false),
        FORGET(2, false),
        KICK(2, false),
        CRASH(4, false),
        RESTART(2, false),
        CLOCK_JUMP(3, false),
        INSTANCE(3, false),
        RIGHT(5, false),
        THROW(4, false),
        DISK(5, false),
        STALL(5, false);

        private final int weight;
        private final boolean always;

        Kind(int weight, boolean always) {
            this.weight = weight;
            this.always = always;
        }
    }

    static Features draw(RandomStream r, Settings settings) {
        List<Kind> kinds = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            boolean possible = settings.durable() || kind != Kind.DISK;
            boolean rare = kind == Kind.MISBEHAVE || kind == Kind.THROW || kind == Kind.INSTANCE;
            if (possible && (kind.always || r.chance(rare ? 25 : 50))) {
                int weight = Math.max(1, kind.weight * r.between(30, 200) / 100);
                for (int i = 0; i < weight; i++) {
                    kinds.add(kind);
                }
            }
        }
        List<QoS> qos = r.chance(60)
                ? List.of(QoS.values())
                : r.oneOf(List.of(
                        List.of(QoS.AT_LEAST_ONCE),
                        List.of(QoS.EXACTLY_ONCE),
                        List.of(QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE)));
        return new Features(
                kinds,
                qos,
                r.oneOf(List.of(5, 20, 50)),
                r.oneOf(List.of(5, 25, 60)),
                r.chance(50),
                r.chance(50),
                r.chance(40),
                r.chance(30),
                r.chance(40),
                r.chance(30),
                r.chance(40),
                r.chance(20),
                r.chance(20),
                r.chance(30),
                r.chance(40));
    }

    Kind next(RandomStream random) {
        return random.oneOf(kinds);
    }
}
