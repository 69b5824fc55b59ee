package io.hongyan.transport.netty;

import io.hongyan.transport.Acceptor;
import io.hongyan.transport.AddressText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

/// Reports errors of a listener to its acceptor, at a limited rate, so that peers cannot fill the log: of errors that
/// differ in the peer only, one in ten seconds is reported as new, and the others as repeated. Any thread.
public final class ListenerErrors {
    private static final long PAUSE_MILLIS = Duration.ofSeconds(10).toMillis();
    /// Different errors that are told apart; what comes on top is told apart by its kind.
    private static final int MOST = 64;

    private final String listener;
    private final Acceptor acceptor;
    private final LongSupplier millis;
    /// When an error may be reported as new again.
    private final Map<String, Long> next = new HashMap<>();

    /// Errors that are counted together when there are too many different ones.
    public enum Kind {
        ACCEPT("accept failed"),
        TLS("TLS handshake with a client failed"),
        HANDSHAKE("handshake with a client failed"),
        TIMEOUT("handshake with a client took too long");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    public ListenerErrors(String listener, Acceptor acceptor, LongSupplier millis) {
        this.listener = listener;
        this.acceptor = acceptor;
        this.millis = millis;
    }

    /// Whether the socket failed, rather than the data received on it.
    public static boolean ofSocket(Throwable fault) {
        return fault instanceof IOException && !(fault instanceof SSLException);
    }

    /// An error with no peer.
    public void report(Kind kind, String what) {
        String known = known(kind, what);
        boolean repeated = repeated(known);
        acceptor.troubled(listener, repeated ? known : what, repeated);
    }

    /// An error with a peer: its text is `before`, the peer's address, `after`.
    public void report(Kind kind, String before, InetSocketAddress peer, String after) {
        String known = known(kind, before + " a client" + after);
        boolean repeated = repeated(known);
        acceptor.troubled(listener, repeated ? known : before + " " + AddressText.of(peer) + after, repeated);
    }

    /// The text by which an error is known again.
    private synchronized String known(Kind kind, String text) {
        return next.containsKey(text) || next.size() < MOST ? text : kind.text;
    }

    private synchronized boolean repeated(String known) {
        long now = millis.getAsLong();
        Long due = next.get(known);
        if (due != null && now < due) {
            return true;
        }
        next.put(known, now + PAUSE_MILLIS);
        return false;
    }
}
