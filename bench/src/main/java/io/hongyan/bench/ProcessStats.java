package io.hongyan.bench;

import com.sun.management.ThreadMXBean;
import io.hongyan.broker.BrokerStats;
import io.hongyan.broker.event.Counter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// What a running broker's shards have done, and the memory that it takes.
final class ProcessStats {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final BrokerStats broker;
    private final String shards;
    private long allocatedBefore;
    private long deliveredBefore;

    /// @param shards what the names of the shards' threads begin with
    ProcessStats(BrokerStats broker, String shards) {
        this.broker = broker;
        this.shards = shards;
        this.allocatedBefore = allocated();
        this.deliveredBefore = delivered();
    }

    /// The answer to a question: `stats` or `gc`.
    String answer(String question) throws IOException {
        return switch (question) {
            case "stats" -> sinceLastTime();
            case "gc" -> memory();
            default -> "stats or gc, not " + question;
        };
    }

    private String sinceLastTime() {
        long allocated = allocated() - allocatedBefore;
        long delivered = delivered() - deliveredBefore;
        allocatedBefore += allocated;
        deliveredBefore += delivered;
        double each = delivered == 0 ? 0 : (double) allocated / delivered;
        return String.format(
                Locale.ROOT, "allocated %d bytes, delivered %d messages: %.1f bytes each", allocated, delivered, each);
    }

    private String memory() throws IOException {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        try (Stream<String> lines = Files.lines(STATUS)) {
            String resident = lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.substring("VmRSS:".length()).strip())
                    .findFirst()
                    .orElse("unknown");
            return "resident " + resident + ", heap in use "
                    + ((runtime.totalMemory() - runtime.freeMemory()) >> 10) + " kB, connections "
                    + broker.connections();
        }
    }

    private long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(shards)) {
                sum += threads.getThreadAllocatedBytes(thread.getThreadId());
            }
        }
        return sum;
    }

    private long delivered() {
        return broker.value(Counter.PUBLISH_SENT_QOS0)
                + broker.value(Counter.PUBLISH_SENT_QOS1)
                + broker.value(Counter.PUBLISH_SENT_QOS2);
    }
}
