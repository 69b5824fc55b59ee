package io.hongyan.broker.quota;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How many connections the process can open: each needs a file descriptor, and so do files, listeners and event loops.
///
/// @param limit file descriptors of the process (`ulimit -n`); 0 = unknown
/// @param open file descriptors that are already open, 0 or more
public record ConnectionBudget(long limit, long open) {
    private static final int MOST_RESERVED = 8192;
    private static final int LEAST_RESERVED = 64;
    private static final int UNKNOWN = 1_000_000;
    private static final int MOST = 10_000_000;

    /// The budget of this process, now.
    public static ConnectionBudget ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? new ConnectionBudget(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount())
                : new ConnectionBudget(0, 0);
    }

    /// The number of connections of MQTT to allow, 1 to 10,000,000.
    public int connections() {
        return limit <= 0 ? UNKNOWN : Math.clamp(limit - open - reserved(), 1, MOST);
    }

    /// What is kept for everything else that will be opened, connections of HTTP too: a tenth of the limit, 64 to
    /// 8,192.
    public int reserved() {
        return limit <= 0 ? MOST_RESERVED : Math.clamp(limit / 10, LEAST_RESERVED, MOST_RESERVED);
    }

    /// Whether that many connections need more file descriptors than are left.
    public boolean isTooLittleFor(long connections) {
        return limit > 0 && connections > limit - open;
    }
}
