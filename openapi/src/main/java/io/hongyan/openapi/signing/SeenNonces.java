package io.hongyan.openapi.signing;

import io.hongyan.auth.ApiSignature;
import io.hongyan.broker.message.Clock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Remembers which nonces came, as long as their time stamps would be taken: a request that somebody recorded must not
/// be sent again. Any thread.
///
/// Only 64 bits of a hash of each are kept, one set to a minute.
public final class SeenNonces {
    private static final long MINUTE = 60_000;
    private static final int HEX = 16;

    private final Clock clock;
    private final long keptMillis;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Minute> minutes = new ArrayDeque<>(); // guarded by the lock, as is the next
    private int size;

    private record Minute(long number, Set<Long> nonces) {}

    /// @param keptMillis how long a nonce is remembered
    /// @param most how many at once; about 60 bytes each
    public SeenNonces(Clock clock, long keptMillis, int most) {
        this.clock = clock;
        this.keptMillis = keptMillis;
        this.most = most;
    }

    /// What became of a nonce.
    enum Outcome {
        FIRST,
        AGAIN,
        /// There are too many to tell.
        FULL
    }

    Outcome add(String account, String nonce) {
        long hash = Long.parseUnsignedLong(
                ApiSignature.sha256Hex((account + "\n" + nonce).getBytes(StandardCharsets.UTF_8))
                        .substring(0, HEX),
                HEX);
        lock.lock();
        try {
            long now = clock.steadyMillis() / MINUTE;
            forget(now);
            if (minutes.stream().anyMatch(minute -> minute.nonces().contains(hash))) {
                return Outcome.AGAIN;
            }
            if (size >= most) {
                return Outcome.FULL;
            }
            if (minutes.isEmpty() || minutes.getLast().number() != now) {
                minutes.add(new Minute(now, new HashSet<>()));
            }
            minutes.getLast().nonces().add(hash);
            size++;
            return Outcome.FIRST;
        } finally {
            lock.unlock();
        }
    }

    private void forget(long now) {
        while (!minutes.isEmpty() && (now - minutes.getFirst().number() - 1) * MINUTE > keptMillis) {
            size -= minutes.removeFirst().nonces().size();
        }
    }
}
