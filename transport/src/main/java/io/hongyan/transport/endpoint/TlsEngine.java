package io.hongyan.transport.endpoint;

import io.hongyan.transport.TransportException;
import io.netty.handler.ssl.OpenSsl;

/// What does the work of TLS on a listener.
public enum TlsEngine {
    /// BoringSSL where its library loads and takes the certificate, else Java's own.
    AUTO,
    /// BoringSSL, in a library for Linux on x86-64 and aarch64: a handshake takes a third of the CPU, and is as fast
    /// right after the start.
    BORINGSSL,
    /// Java's own, on every platform.
    JDK;

    /// Whether BoringSSL is used.
    ///
    /// @throws TransportException when it is wanted and its library cannot be loaded
    boolean isNative() {
        boolean loads = this != JDK && OpenSsl.isAvailable();
        if (this == BORINGSSL && !loads) {
            throw new TransportException(
                    "BoringSSL cannot be used: " + reason() + "; engine: jdk goes everywhere",
                    OpenSsl.unavailabilityCause());
        }
        return loads;
    }

    /// In words, for a line of the log.
    public String describe() {
        return isNative()
                ? "BoringSSL"
                : this == JDK ? "Java's own TLS" : "Java's own TLS, as BoringSSL cannot be used: " + reason();
    }

    private static String reason() {
        return ServerContexts.reason(OpenSsl.unavailabilityCause());
    }
}
