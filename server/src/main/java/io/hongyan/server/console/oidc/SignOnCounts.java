package io.hongyan.server.console.oidc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What came of logins by an OpenID provider. Any thread.
public final class SignOnCounts {
    private final LongAdder done = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder stray = new LongAdder();
    private final LongAdder unreachable = new LongAdder();
    private final LongAdder crowded = new LongAdder();
    private volatile int pending;

    /// Somebody is logged in.
    public void done() {
        done.increment();
    }

    /// Somebody was refused, or tried too often.
    public void refused() {
        refused.increment();
    }

    /// Somebody came back for whom no login had begun, or not any more.
    public void stray() {
        stray.increment();
    }

    /// The provider could not be asked.
    public void unreachable() {
        unreachable.increment();
    }

    /// A login that had begun was given up, because there were too many.
    void crowded() {
        crowded.increment();
    }

    /// @param now how many browsers are at the provider
    void pending(int now) {
        pending = now;
    }

    /// Logins that have begun.
    public long pending() {
        return pending;
    }

    /// How many logins ended in which way, since the start.
    public Map<String, Long> results() {
        Map<String, Long> results = new LinkedHashMap<>();
        results.put("done", done.sum());
        results.put("refused", refused.sum());
        results.put("stray", stray.sum());
        results.put("unreachable", unreachable.sum());
        results.put("crowded", crowded.sum());
        return results;
    }
}
