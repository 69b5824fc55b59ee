package io.hongyan.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.Broker;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.DeliveryOptions;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.transport.endpoint.Transport;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// Measures a start with many offline sessions and queued messages. Two runs, so that the second begins in
/// a fresh process: `fill FOLDER SESSIONS MESSAGES` writes them, with one exact filter for each session and 64 bytes in
/// each message; `start FOLDER` starts a broker on them and prints the time and the memory.
public final class RestartMeasurement {
    private static final int WINDOW = 10_000;
    private static final int PAYLOAD = 64;

    private final Clock clock = new SystemClock();
    private final RocksDbStore store;
    private final long openedIn;

    private RestartMeasurement(Path folder) {
        long before = clock.steadyMillis();
        store = RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), clock);
        openedIn = clock.steadyMillis() - before;
    }

    public static void main(String[] args) throws InterruptedException {
        RestartMeasurement measurement = new RestartMeasurement(Path.of(args[1]));
        if (args[0].equals("fill")) {
            measurement.fill(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        } else {
            measurement.start();
        }
    }

    private void fill(int sessions, int messages) throws InterruptedException {
        store.clock(clock);
        ShardStore shard = store.shard(Runnable::run);
        SessionStore[] kept = new SessionStore[sessions];
        for (int i = 0; i < sessions; i++) {
            SessionKey key = new SessionKey("bench", "client-" + i);
            kept[i] = shard.create(key);
            kept[i].save(new StoredSession(key, "", 1 << 30, Long.MAX_VALUE, null, Long.MAX_VALUE));
            kept[i].subscribe(new StoredSubscription("fleet/" + i, QoS.AT_LEAST_ONCE, false, false, 0));
            settle(shard, i);
        }
        for (int i = 0; i < messages; i++) {
            int receiver = i % sessions;
            Message message = new Message(
                    Topic.of("fleet/" + receiver),
                    "x".repeat(PAYLOAD).getBytes(UTF_8),
                    QoS.AT_LEAST_ONCE,
                    false,
                    Properties.NONE,
                    "publisher",
                    Message.NEVER);
            DeliveryOptions options = DeliveryOptions.of(QoS.AT_LEAST_ONCE, false);
            kept[receiver].append(new InboxEntry(1L + i / sessions, message, options, null));
            settle(shard, i);
        }
        store.close();
        System.out.println(sessions + " sessions and " + messages + " messages written");
    }

    /// Waits from time to time, so that the messages waiting for the disk are bounded.
    private static void settle(ShardStore shard, int i) throws InterruptedException {
        if (i % WINDOW == 0) {
            CountDownLatch durable = new CountDownLatch(1);
            shard.whenDurable(durable::countDown);
            durable.await();
        }
    }

    private void start() {
        long before = clock.steadyMillis();
        Transport transport = Transport.start("shard", 2);
        Broker broker = BareBroker.start(transport.loops(), store);
        broker.started().join();
        long took = clock.steadyMillis() - before;
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long heap = runtime.totalMemory() - runtime.freeMemory();
        long sessions = broker.stats().sessions();
        System.out.println(sessions + " sessions and " + broker.stats().storedMessages() + " messages are back after "
                + openedIn + " ms to open the store and " + took + " ms to read them; heap in use " + (heap >> 20)
                + " MiB, " + heap / Math.max(1, sessions) + " bytes a session");
        broker.close();
        transport.close();
    }
}
