package io.hongyan.transport.tls;

import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// The cipher suites that Java enables by itself, in its order: ChaCha20-Poly1305 among them, which devices without AES
/// in hardware prefer. Netty's own list is shorter.
public final class TlsCiphers {
    private static final List<String> USUAL = read();

    private TlsCiphers() {}

    public static List<String> usual() {
        return USUAL;
    }

    /// Asks a context that trusts nobody: Java's default one would read all authorities first.
    private static List<String> read() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return List.of(context.getDefaultSSLParameters().getCipherSuites());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }
}
