package io.hongyan.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

/// Tells an acceptor what goes wrong on a listener, and keeps anybody from filling a log by failing often: of each kind
/// one in ten seconds is news, and says how many came before it. Any thread may call it.
final class Troubles {
    private static final long PAUSE_MILLIS = Duration.ofSeconds(10).toMillis();

    private final String listener;
    private final Acceptor acceptor;
    private final LongSupplier millis;
    private final Map<Kind, Reports> reports = new EnumMap<>(Kind.class);

    /// What is counted together.
    enum Kind {
        ACCEPT,
        TLS,
        HANDSHAKE,
        TIMEOUT
    }

    private static final class Reports {
        long next = Long.MIN_VALUE;
        long repeated;
    }

    Troubles(String listener, Acceptor acceptor, LongSupplier millis) {
        this.listener = listener;
        this.acceptor = acceptor;
        this.millis = millis;
        for (Kind kind : Kind.values()) {
            reports.put(kind, new Reports());
        }
    }

    /// Whether the socket broke, and not what came over it.
    static boolean ofSocket(Throwable fault) {
        return fault instanceof IOException && !(fault instanceof SSLException);
    }

    void tell(Kind kind, String what) {
        long repeated = due(kind);
        String news = repeated > 0 ? what + " (and " + repeated + " like it before)" : what;
        acceptor.troubled(listener, news, repeated < 0);
    }

    /// How many repeated the last news, or -1 when this one does too.
    private synchronized long due(Kind kind) {
        Reports known = Objects.requireNonNull(reports.get(kind));
        long now = millis.getAsLong();
        if (now < known.next) {
            known.repeated++;
            return -1;
        }
        known.next = now + PAUSE_MILLIS;
        long repeated = known.repeated;
        known.repeated = 0;
        return repeated;
    }
}
