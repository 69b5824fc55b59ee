package io.hongyan.openapi.quota;

import io.hongyan.broker.message.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the calls of the present second by who makes them. Any thread.
///
/// Each second has a table of its own, so that a table holds no more callers than come in one second.
public final class CallCounts {
    private static final long SECOND = 1000;

    private final Quotas quotas;
    private final Clock clock;
    private volatile Second present = new Second(0, new ConcurrentHashMap<>());

    private record Second(long number, ConcurrentHashMap<Object, AtomicInteger> counts) {}

    private record Call(String account, String action) {}

    private record From(String address) {}

    public CallCounts(Quotas quotas, Clock clock) {
        this.quotas = quotas;
        this.clock = clock;
    }

    /// Counts a call of an address.
    ///
    /// @return whether it is one too many in this second
    public boolean tooMany(String address) {
        return count(new From(address)) > quotas.perAddress();
    }

    /// Counts a call of an account.
    ///
    /// @return whether it is one too many in this second
    public boolean tooMany(String account, String action, Quota quota) {
        return count(new Call(account, action)) > quotas.of(quota);
    }

    private int count(Object who) {
        long now = clock.steadyMillis() / SECOND;
        Second second = present;
        if (second.number() != now) {
            second = new Second(now, new ConcurrentHashMap<>());
            present = second; // of two threads that do this at once one loses a few counts
        }
        return second.counts().computeIfAbsent(who, _ -> new AtomicInteger()).incrementAndGet();
    }
}
