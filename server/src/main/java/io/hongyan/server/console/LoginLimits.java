package io.hongyan.server.console;

import io.hongyan.broker.message.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Locks whoever guesses passwords out for a while: after five failures in a row of one account from one address, or
/// twenty of one address whatever the account, for a minute, and twice as long after each further one, up to fifteen
/// minutes. Somebody at another address can still log in. Any thread.
final class LoginLimits {
    private static final int OF_ACCOUNT = 5;
    private static final int OF_ADDRESS = 20;
    private static final long FIRST_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final long LONGEST_MILLIS = Duration.ofMinutes(15).toMillis();
    /// Who has not failed for so long is forgotten.
    private static final long MEMORY_MILLIS = Duration.ofHours(1).toMillis();
    private static final int MOST = 10_000;

    private final Clock clock;
    /// The one that failed longest ago first.
    private final Map<Who, Failures> failures = new LinkedHashMap<>();

    /// @param account empty = whichever
    private record Who(String address, String account) {}

    private record Failures(int count, long last, long lockedUntil) {}

    LoginLimits(Clock clock) {
        this.clock = clock;
    }

    /// For how long nobody may try this account from this address; zero when one may. Two tries at the same time may
    /// both begin.
    synchronized Duration locked(String address, String account) {
        long now = clock.steadyMillis();
        long until = Math.max(until(new Who(address, account)), until(new Who(address, "")));
        return Duration.ofMillis(Math.max(0, until - now));
    }

    private long until(Who who) {
        Failures known = failures.get(who);
        return known == null ? 0 : known.lockedUntil();
    }

    synchronized void failed(String address, String account) {
        long now = clock.steadyMillis();
        failures.values().removeIf(each -> now - each.last() > MEMORY_MILLIS);
        count(new Who(address, account), OF_ACCOUNT, now);
        count(new Who(address, ""), OF_ADDRESS, now);
        while (failures.size() > MOST) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    private void count(Who who, int most, long now) {
        Failures before = failures.remove(who);
        int count = before == null ? 1 : before.count() + 1;
        long locked = 0;
        if (count >= most) {
            locked = now + Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(count - most, 10));
        }
        failures.put(who, new Failures(count, now, locked));
    }

    synchronized void succeeded(String address, String account) {
        failures.remove(new Who(address, account));
    }
}
