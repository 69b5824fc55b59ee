package io.hongyan.bench.client;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Measures the cost of a client library: CPU time of the whole process, which is this one, with the
/// broker in another.
///
/// ```
/// java -cp 'bench/target/*:bench/target/lib/*' io.hongyan.bench.client.ClientMeasurement LIBRARY SHAPE PORT
/// ```
///
/// LIBRARY is `hongyan`, `hongyan-direct`, `hivemq` or `paho`. SHAPE is `pair0`, `pair1` or `pair2` (one client
/// publishes 64 bytes with that QoS, another one receives, 50 messages under way), `sparse1` (the same with one message
/// under way), `connect` (2,000 connects and disconnects, one after the other) or `idle` (1,000 clients with one
/// subscription each). One line of JSON comes out.
public final class ClientMeasurement {
    private static final int PAYLOAD = 64;
    private static final int WARM_UP_MILLIS = 8000;
    private static final int MILLIS = 6000;
    private static final int CONNECTS = 2000;
    private static final int IDLE = 1000;

    private final Candidate library;
    private final int port;

    private ClientMeasurement(Candidate library, int port) {
        this.library = library;
        this.port = port;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            System.err.println("usage: LIBRARY SHAPE PORT");
            System.exit(2);
        }
        Candidate library = switch (arguments[0]) {
            case "hongyan" -> new Hongyan(false);
            case "hongyan-direct" -> new Hongyan(true);
            case "hivemq" -> new HiveMq();
            case "paho" -> new Paho();
            default -> throw new IllegalArgumentException("no library is called " + arguments[0]);
        };
        ClientMeasurement measurement = new ClientMeasurement(library, Integer.parseInt(arguments[2]));
        String result = switch (arguments[1]) {
            case "pair0" -> measurement.messages(0, 50);
            case "pair1" -> measurement.messages(1, 50);
            case "pair2" -> measurement.messages(2, 50);
            case "sparse1" -> measurement.messages(1, 1);
            case "connect" -> measurement.connects();
            case "idle" -> measurement.idle();
            default -> throw new IllegalArgumentException("no shape is called " + arguments[1]);
        };
        System.out.println("{\"library\":\"" + arguments[0] + "\",\"shape\":\"" + arguments[1] + "\"," + result + "}");
        System.exit(0); // some libraries leave threads behind that would keep the process
    }

    private String messages(int qos, int window) throws Exception {
        Candidate.Peer publisher = library.connect(port, "bench-p");
        Candidate.Peer subscriber = library.connect(port, "bench-s");
        Semaphore underWay = new Semaphore(window);
        AtomicLong arrived = new AtomicLong();
        subscriber.subscribe("bench/client", qos, () -> {
            arrived.lazySet(arrived.get() + 1);
            underWay.release();
        });
        publish(publisher, qos, underWay, WARM_UP_MILLIS);
        long before = arrived.get();
        long cpu = cpu();
        long allocated = allocated();
        publish(publisher, qos, underWay, MILLIS);
        long messages = arrived.get() - before;
        return String.format(
                Locale.ROOT,
                "\"messages\":%d,\"cpu_us_per_message\":%.2f,\"bytes_per_message\":%.0f",
                messages,
                (cpu() - cpu) / 1e3 / messages,
                (double) (allocated() - allocated) / messages);
    }

    private static void publish(Candidate.Peer publisher, int qos, Semaphore underWay, int millis) throws Exception {
        byte[] payload = "x".repeat(PAYLOAD).getBytes(StandardCharsets.US_ASCII);
        long end = System.currentTimeMillis() + millis;
        while (System.currentTimeMillis() < end) {
            underWay.acquire();
            publisher.publish("bench/client", payload, qos);
        }
    }

    private String connects() throws Exception {
        connectAll(CONNECTS);
        long cpu = cpu();
        connectAll(CONNECTS);
        return String.format(
                Locale.ROOT, "\"connects\":%d,\"cpu_us_per_connect\":%.1f", CONNECTS, (cpu() - cpu) / 1e3 / CONNECTS);
    }

    private void connectAll(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            library.connect(port, "bench-c").close();
        }
    }

    private String idle() throws Exception {
        List<Candidate.Peer> clients = new ArrayList<>();
        hold(clients, IDLE / 10);
        long heap = heap();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        hold(clients, IDLE);
        return String.format(
                Locale.ROOT,
                "\"clients\":%d,\"heap_bytes_per_client\":%d,\"threads_per_client\":%.2f",
                IDLE,
                (heap() - heap) / IDLE,
                (double) (ManagementFactory.getThreadMXBean().getThreadCount() - threads) / IDLE);
    }

    private void hold(List<Candidate.Peer> clients, int more) throws Exception {
        int first = clients.size();
        for (int i = first; i < first + more; i++) {
            Candidate.Peer client = library.connect(port, "bench-i" + i);
            client.subscribe("bench/idle/" + i, 1, () -> {});
            clients.add(client);
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /// Of all threads, virtual ones and ended ones as well.
    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }
}
