package io.hongyan.transport.endpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says what a server means by the alert with which it ends TLS: in the handshake, or in TLS 1.3 after it.
public final class TlsAlert {
    private static final Pattern RECEIVED = Pattern.compile("[Rr]eceived fatal alert: (\\w+)");

    private TlsAlert() {}

    /// The sentence for people; null when the fault is no alert of the server.
    public static @Nullable String meaning(@Nullable Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            Matcher alert = RECEIVED.matcher(String.valueOf(cause.getMessage()));
            if (alert.find()) {
                return meaning(alert.group(1)) + " (alert " + alert.group(1) + ")";
            }
        }
        return null;
    }

    private static String meaning(String alert) {
        return switch (alert) {
            case "certificate_required" ->
                "the server requires a client certificate and got none; one of an authority that it does not name is"
                        + " kept back";
            case "bad_certificate" ->
                "the server requires a client certificate and got none, or does not accept the one it got";
            case "certificate_unknown",
                    "unknown_ca",
                    "certificate_expired",
                    "certificate_revoked",
                    "unsupported_certificate",
                    "access_denied" -> "the server does not accept the certificate of this client";
            case "handshake_failure", "insufficient_security" ->
                "the server has no cipher suite or kind of key in common with this client, or requires a client"
                        + " certificate";
            case "protocol_version" -> "the server and this client have no version of TLS in common";
            case "unrecognized_name" -> "the server has no certificate for that host name";
            default -> "the server ended TLS";
        };
    }
}
