package io.hongyan.testkit.sim;

import io.hongyan.broker.auth.Reaction;
import io.hongyan.broker.config.OverflowPolicy;
import io.hongyan.broker.config.SharedSubscriptionStrategy;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.testkit.sim.world.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes settings and operations from a seed. Each run has some kinds of operations and not others, so that runs differ
/// more than if all had a little of everything.
final class Generator {
    static final List<String> TOPICS = List.of("a", "a/b", "a/c", "a/b/c", "d/x");
    static final List<String> FILTERS = List.of("a", "a/b", "a/+", "a/#", "+/b", "d/#", "a/b/c", "+/x");
    static final List<String> SHARED = List.of("$share/g/a/#", "$share/g/a/b", "$share/h/d/#", "$share/g/+/b");

    private final RandomStream random;
    private final Settings settings;
    private final Features features;
    private final boolean[] connected;
    private final Version[] versions;
    private final boolean[] deleted = {false, false};
    private Operation.@Nullable Publish last;

    /// @param seed of the run
    Generator(long seed) {
        this.random = new RandomStream(seed, "operations");
        this.settings = settings(seed, new RandomStream(seed, "settings"));
        this.features = Features.draw(new RandomStream(seed, "features"), settings);
        int clients = settings.clients() * settings.instances();
        this.connected = new boolean[clients];
        this.versions = new Version[clients];
        for (int i = 0; i < clients; i++) {
            versions[i] = random.oneOf(List.of(
                    Version.MQTT_3_1,
                    Version.MQTT_3_1_1,
                    Version.MQTT_3_1_1,
                    Version.MQTT_5,
                    Version.MQTT_5,
                    Version.MQTT_5));
        }
    }

    Settings settings() {
        return settings;
    }

    private static Settings settings(long seed, RandomStream r) {
        boolean small = r.chance(25);
        int highWater = r.chance(30) ? r.between(4_096, 16_000) : 64 << 10;
        boolean slowDisk = r.chance(50);
        return new Settings(
                seed,
                r.between(2, 4),
                r.chance(85),
                r.between(2, 8),
                r.chance(25) ? 2 : 1,
                r.chance(40) ? r.between(1, 10) : 512,
                small && r.nextBoolean() ? r.between(1, 30) : 100_000,
                r.oneOf(List.of(OverflowPolicy.values())),
                r.chance(30) ? r.between(1, 10) : 1000,
                small && r.chance(30) ? r.between(2_000, 50_000) : Settings.PLENTY,
                small && r.chance(30) ? r.between(5, 200) : Settings.PLENTY,
                r.chance(30) ? r.between(4_096, 16_000) : 1 << 20,
                r.oneOf(List.of(Reaction.REFUSE, Reaction.CLOSE)),
                r.oneOf(List.of(SharedSubscriptionStrategy.values())),
                r.chance(30),
                r.chance(50) ? 0 : r.between(100, 50_000),
                r.chance(50) ? 500 : r.between(1_000, 60_000),
                r.chance(30) ? r.between(200, 4_000) : 64 << 10,
                highWater,
                slowDisk ? r.between(2_000, 100_000) : 1_000,
                slowDisk ? r.between(1_000, 50_000) : 500,
                r.chance(10) ? r.between(2_000, 50_000) : Settings.PLENTY,
                r.chance(50) ? 50 : r.between(100, 5_000),
                r.chance(50) ? 20 : r.between(50, 2_000),
                r.between(1, 32),
                r.oneOf(List.of(10, 50, 90, 100)));
    }

    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        int count = random.between(40, 400);
        int settleEach = random.between(20, 120);
        for (int i = 0; i < connected.length; i++) {
            all.add(connect(i));
            if (random.chance(60)) {
                all.add(new Operation.Wait(random.shortTime(100_000)));
                all.add(subscribe(i));
            }
        }
        all.add(new Operation.Wait(200_000));
        while (all.size() < count) {
            if (random.chance(55)) {
                all.add(new Operation.Wait(gap()));
            }
            all.add(random.nextInt(settleEach) == 0 ? new Operation.Settle() : next());
        }
        return all;
    }

    private long gap() {
        int lot = random.nextInt(100);
        if (lot < 45) {
            return random.shortTime(300);
        }
        if (lot < 80) {
            return random.shortTime(20_000);
        }
        return lot < 97 ? random.shortTime(400_000) : random.shortTime(8_000_000);
    }

    private int client() {
        return random.nextInt(connected.length);
    }

    private Operation next() {
        int client = client();
        if (!connected[client] && random.chance(70)) {
            return connect(client);
        }
        Features.Kind kind = features.next(random);
        return switch (kind) {
            case CONNECT -> connect(client);
            case SUBSCRIBE -> subscribe(client);
            case UNSUBSCRIBE -> new Operation.Unsubscribe(client, filter());
            case PUBLISH -> publish(client);
            case SERVER_PUBLISH ->
                new Operation.ServerPublish(
                        random.nextInt(settings.instances()),
                        random.oneOf(TOPICS),
                        qos(),
                        features.retain() && random.chance(20));
            case PING -> new Operation.Ping(client);
            case ACKS ->
                random.chance(50)
                        ? new Operation.HoldAcks(client)
                        : new Operation.ReleaseAcks(client, random.chance(20));
            case REJECT -> new Operation.Rejecting(client, random.chance(60));
            case STRAY_ACK -> new Operation.StrayAck(client, random.between(4, 7), random.nextBoolean());
            case MISBEHAVE -> new Operation.Misbehave(gone(client), random.nextInt(4));
            case DISCONNECT -> disconnect(gone(client));
            case CUT -> new Operation.Cut(gone(client), random.oneOf(List.of(Operation.CutKind.values())));
            case FREEZE -> new Operation.Freeze(client, random.between(1, 3_000));
            case READING -> new Operation.Reading(client, random.chance(40));
            case SILENT -> new Operation.Silent(client, random.chance(70));
            case FORGET -> new Operation.Forget(client);
            case KICK -> new Operation.Kick(gone(client));
            case CRASH -> {
                Arrays.fill(connected, false);
                yield new Operation.Crash(random.between(0, random.chance(20) ? 5_000 : 50));
            }
            case RESTART -> {
                Arrays.fill(connected, false);
                yield new Operation.Restart(random.between(0, 500));
            }
            case CLOCK_JUMP -> new Operation.ClockJump(clockJump());
            case INSTANCE -> instance();
            case RIGHT ->
                random.nextBoolean()
                        ? new Operation.SetRight(client, true, random.oneOf(TOPICS), random.nextBoolean())
                        : new Operation.SetRight(client, false, filter(), random.nextBoolean());
            case THROW ->
                new Operation.Throw(
                        random.oneOf(List.of(Operation.Hook.values())), random.nextInt(random.chance(50) ? 1 : 10));
            case DISK ->
                random.nextBoolean()
                        ? new Operation.DiskFails(random.between(10, 2_000))
                        : new Operation.DiskSlow(random.between(10, 2_000));
            case STALL -> new Operation.Stall(random.nextInt(settings.shards()), random.between(1, 400));
        };
    }

    private int gone(int client) {
        connected[client] = false;
        return client;
    }

    private long clockJump() {
        long size = random.oneOf(List.of(1_000L, 10_000L, 3_600_000L));
        return random.nextBoolean() ? size : -size;
    }

    private Operation instance() {
        int number = random.nextInt(settings.instances());
        deleted[number] = !deleted[number];
        return deleted[number] ? new Operation.DeleteInstance(number) : new Operation.CreateInstance(number);
    }

    private QoS qos() {
        return random.oneOf(features.qos());
    }

    private String filter() {
        boolean shared = features.shared() && random.chance(30);
        return random.oneOf(shared ? SHARED : FILTERS);
    }

    private Operation connect(int client) {
        connected[client] = true;
        if (random.chance(3)) {
            versions[client] = random.oneOf(List.of(Version.values()));
        }
        boolean will = features.wills() && random.chance(40);
        boolean v5 = versions[client].isV5();
        return new Operation.Connect(
                client,
                versions[client],
                random.chance(features.cleanStarts()),
                features.strangers() && random.chance(5),
                v5 ? expiry() : -1,
                features.keepAlive() && random.chance(40) ? random.between(1, 6) : 0,
                v5 && features.receiveMaximum() && random.chance(50) ? random.between(1, 10) : 0,
                v5 && features.maxPacket() && random.chance(20) ? random.between(40, 200) : 0,
                v5 && random.chance(20) ? random.between(1, 5) : 0,
                will ? random.oneOf(TOPICS) : "",
                qos(),
                features.retain() && random.chance(20),
                random.chance(50) ? 0 : random.between(1, 8),
                features.expiry() && random.chance(20) ? random.between(1, 20) : -1);
    }

    private long expiry() {
        int lot = random.nextInt(100);
        if (lot < features.passing()) {
            return random.chance(50) ? -1 : 0;
        }
        return lot < 85 ? random.between(60, 600) : random.between(2, 6);
    }

    private Operation subscribe(int client) {
        int count = random.chance(80) ? 1 : random.between(2, 3);
        StringBuilder text = new StringBuilder();
        List<String> used = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String filter = filter();
            if (used.contains(filter)) {
                continue;
            }
            used.add(filter);
            boolean shared = filter.startsWith("$share");
            text.append(text.isEmpty() ? "" : " ")
                    .append(filter)
                    .append('|')
                    .append(qos().level())
                    .append(!shared && random.chance(15) ? "|1" : "|0")
                    .append(random.chance(30) ? "|1" : "|0")
                    .append('|')
                    .append(features.retain() ? random.nextInt(3) : 2 * random.nextInt(2));
        }
        return new Operation.Subscribe(client, text.toString(), random.chance(30) ? random.between(1, 5) : 0);
    }

    /// Many publishes follow another of the same client and topic: only these have an order.
    private Operation publish(int client) {
        Operation.Publish before = last;
        boolean follows = before != null && connected[before.client()] && random.chance(40);
        Operation.Publish made = follows && before != null
                ? publish(before.client(), before.topic(), before.qos())
                : publish(client, topic(), qos());
        last = made;
        return made;
    }

    private Operation.Publish publish(int client, String topic, QoS qos) {
        boolean burst = features.bursts() && random.chance(10);
        int count = burst ? random.between(20, 400) : random.chance(80) ? 1 : random.between(2, 8);
        boolean retain = features.retain() && random.chance(30);
        int size = retain && random.chance(30)
                ? 0
                : features.large() && random.chance(15) ? random.between(200, 3_000) : random.between(8, 64);
        return new Operation.Publish(
                client,
                topic,
                qos,
                retain,
                count,
                size,
                features.expiry() && random.chance(40) ? random.between(1, 20) : -1,
                random.chance(20),
                random.chance(20));
    }

    private String topic() {
        if (settings.direct() && random.chance(20)) {
            return Settings.DIRECT_PREFIX + "c" + random.nextInt(settings.clients());
        }
        return random.chance(3) ? SimRules.COMMAND : random.oneOf(TOPICS);
    }

    private Operation disconnect(int client) {
        boolean v5 = versions[client].isV5();
        boolean withWill = v5 && random.chance(20);
        long expiry = v5 && features.expiryChanges() && random.chance(30) ? random.oneOf(List.of(0L, 3L, 300L)) : -1;
        return new Operation.Disconnect(
                client, withWill ? ReasonCode.DISCONNECT_WITH_WILL : ReasonCode.SUCCESS, expiry);
    }
}
