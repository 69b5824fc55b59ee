package io.hongyan.transport.netty;

import io.hongyan.transport.Acceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

/// Reports errors of a listener to its acceptor, at a limited rate, so that peers cannot fill the log: of each kind one
/// in ten seconds is reported as new, with the number of those before it. Any thread.
public final class ListenerErrors {
    private static final long PAUSE_MILLIS = Duration.ofSeconds(10).toMillis();

    private final String listener;
    private final Acceptor acceptor;
    private final LongSupplier millis;
    private final Map<Kind, Reports> reports = new EnumMap<>(Kind.class);

    /// Errors that are counted together.
    public enum Kind {
        ACCEPT,
        TLS,
        HANDSHAKE,
        TIMEOUT
    }

    private static final class Reports {
        long next = Long.MIN_VALUE;
        long repeated;
    }

    public ListenerErrors(String listener, Acceptor acceptor, LongSupplier millis) {
        this.listener = listener;
        this.acceptor = acceptor;
        this.millis = millis;
        for (Kind kind : Kind.values()) {
            reports.put(kind, new Reports());
        }
    }

    /// Whether the socket failed, rather than the data received on it.
    public static boolean ofSocket(Throwable fault) {
        return fault instanceof IOException && !(fault instanceof SSLException);
    }

    public void report(Kind kind, String what) {
        long repeated = due(kind);
        String message = repeated > 0 ? what + " (and " + repeated + " like it before)" : what;
        acceptor.troubled(listener, message, repeated < 0);
    }

    /// How many were suppressed since the last report, or -1 when this one is suppressed, too.
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
