package io.hongyan.client.session;

import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.Tls;
import io.hongyan.client.config.Tls.Trust;
import io.hongyan.client.message.MqttException;
import java.security.cert.CertPathBuilderException;
import org.jspecify.annotations.Nullable;

/// What to say when no trusted authority vouches for a server: who is trusted, and how to trust another one. Java's
/// words for that, "PKIX path building failed", name neither.
final class Distrust {
    private static final String ADVICE = "trust the authority (CA) that did, with its certificate in a PEM file:"
            + " Tls.trusting(Path.of(\"ca.pem\")); the certificates in between have to come from the server";

    private Distrust() {}

    /// Null when the connection failed for another reason.
    static MqttException.@Nullable Unreachable of(ServerAddress server, Tls tls, @Nullable Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                String what = "no authority " + trusted(tls.trust()) + " has issued the server's certificate ("
                        + ExceptionText.of(cause) + ")";
                return new MqttException.Unreachable(server.toString(), what, ADVICE, fault);
            }
        }
        return null;
    }

    private static String trusted(Trust trust) {
        return switch (trust) {
            case Trust.Pem in -> "in " + in.authorities();
            case Trust.StoreFile in -> "in " + in.file();
            case Trust.Store in -> "in the KeyStore";
            case Trust.Context in -> "of the SSLContext";
            case Trust.Usual own -> "of Java's own";
        };
    }
}
