package io.hongyan.server.console.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.Clock;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Logins that have begun: 1,000 at most, 50 of one address, each for ten minutes and for one use. Where there are too
/// many, the oldest goes, of the address that has too many before any other. Any thread.
final class Attempts {
    static final Duration LONGEST = Duration.ofMinutes(10);
    static final int MOST = 1000;
    static final int MOST_OF_ADDRESS = 50;
    private static final int SECRET_BYTES = 32;

    private final Clock clock;
    private final SecureRandom random;
    private final SignOnCounts counts;
    /// By state, the oldest first.
    private final Map<String, Attempt> attempts = new LinkedHashMap<>();

    Attempts(Clock clock, SecureRandom random, SignOnCounts counts) {
        this.clock = clock;
        this.random = random;
        this.counts = counts;
    }

    Attempt begin(String address, String back) {
        long now = clock.steadyMillis();
        Attempt attempt = new Attempt(secret(), secret(), secret(), secret(), back, address, now);
        synchronized (this) {
            attempts.values().removeIf(each -> isOver(each, now));
            if (attempts.values().stream()
                            .filter(each -> each.address().equals(address))
                            .count()
                    >= MOST_OF_ADDRESS) {
                removeOldest(address);
            } else if (attempts.size() >= MOST) {
                removeOldest("");
            }
            attempts.put(attempt.state(), attempt);
            counts.pending(attempts.size());
        }
        return attempt;
    }

    /// @param of whose; empty = whoever's
    private void removeOldest(String of) {
        Iterator<Attempt> oldest = attempts.values().iterator();
        while (oldest.hasNext()) {
            Attempt each = oldest.next();
            if (of.isEmpty() || each.address().equals(of)) {
                oldest.remove();
                counts.crowded();
                return;
            }
        }
    }

    /// Ends one, whoever asks.
    ///
    /// @return empty when there is none of that state, it is over, or it was begun by another browser
    synchronized Optional<Attempt> take(String state, String cookie) {
        Attempt attempt = attempts.remove(state);
        counts.pending(attempts.size());
        return Optional.ofNullable(attempt)
                .filter(each -> !isOver(each, clock.steadyMillis()))
                .filter(each -> MessageDigest.isEqual(each.cookie().getBytes(UTF_8), cookie.getBytes(UTF_8)));
    }

    private static boolean isOver(Attempt attempt, long now) {
        return now - attempt.begun() >= LONGEST.toMillis();
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
