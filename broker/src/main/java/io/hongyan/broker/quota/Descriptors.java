package io.hongyan.broker.quota;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How many connections the process has room for: each takes a file descriptor, and so do files, listeners and loops.
///
/// @param limit of the process (`ulimit -n`); 0 where it is not known
/// @param open what is open already, 0 or more
public record Descriptors(long limit, long open) {
    private static final int MOST_KEPT = 1024;
    private static final int LEAST_KEPT = 64;
    private static final int UNKNOWN = 1_000_000;
    private static final int MOST = 10_000_000;

    /// Those of this process.
    public static Descriptors present() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? new Descriptors(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount())
                : new Descriptors(0, 0);
    }

    /// How many may be connections, 1 to 10,000,000: a tenth of the limit, 64 to 1,024, is kept for everything else
    /// that will be opened.
    public int connections() {
        long kept = open + Math.clamp(limit / 10, LEAST_KEPT, MOST_KEPT);
        return limit <= 0 ? UNKNOWN : Math.clamp(limit - kept, 1, MOST);
    }

    /// Whether so many connections cannot all be there.
    public boolean isTooLittleFor(long connections) {
        return limit > 0 && connections > limit - open;
    }
}
