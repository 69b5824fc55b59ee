package io.hongyan.transport.tls;

import io.hongyan.transport.AmqpHeader;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says of a failed TLS handshake with a client what the client did, and what to do. Never with bytes that it sent:
/// they may hold its password.
public final class TlsFault {
    /// What Java and BoringSSL say, in small letters, and what it means. The first that fits.
    private static final Map<String, String> MEANINGS = meanings();

    /// Of a full handshake, or of a session that was resumed.
    public static final String EXPIRED = "the client's certificate has expired";

    /// What comes before the name of a reason of BoringSSL.
    private static final String NATIVE = "OPENSSL_internal:";

    private TlsFault() {}

    private static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (String alert : new String[] {
            "certificate_unknown",
            "unknown_ca",
            "bad_certificate",
            "certificate_expired",
            "certificate_revoked",
            "unsupported_certificate"
        }) {
            String meaning = "the client does not trust the certificate of this listener (alert " + alert
                    + "): give the client the"
                    + " authority that issued it, or use a certificate of an authority that it knows, for the"
                    + " name that it connects to";
            meanings.put("alert: " + alert, meaning);
            meanings.put("alert_" + alert, meaning);
        }
        meanings.putAll(ofClientCertificates());
        String old = "the client speaks only versions of TLS before 1.2, which are not safe; this listener speaks 1.2"
                + " and 1.3";
        meanings.put("is not enabled or supported in server context", old);
        meanings.put("is not accepted by server preferences", old);
        meanings.put("unsupported_protocol", old);
        meanings.put(
                "protocol_version", "the client refuses the versions of TLS that this listener speaks, 1.2 and 1.3");
        String noCipher = "the client and this listener have no cipher suite in common that fits the kind of its key;"
                + " a client with RSA alone needs a certificate with an RSA key";
        meanings.put("cipher suites in common", noCipher);
        meanings.put("no_shared_cipher", noCipher);
        meanings.put(
                "no_shared_group",
                "the client and this listener have no group of key exchange in common: this listener speaks X25519,"
                        + " P-256 and P-384");
        meanings.put(
                "no_common_signature_algorithms",
                "the client takes no signature that the key of this listener can make; a client with RSA alone needs a"
                        + " certificate with an RSA key");
        meanings.put("handshake_failure", "the client refused what this listener offers (alert handshake_failure)");
        meanings.put("alert: user_canceled", "the client gave up");
        meanings.put("alert_user_cancelled", "the client gave up");
        String refused = "the client refused the certificate of this listener (alert internal_error): for mosquitto's"
                + " clients, the certificate is not for the name or address that they connect to";
        meanings.put("plaintext alert received: level: fatal; alert: internal_error", refused);
        meanings.put("alert_internal_error", refused);
        meanings.put(
                "bad_packet_length",
                "the client broke off with an alert that is not encrypted: for mosquitto's clients, the certificate is"
                        + " not for the name or address that they connect to, or no authority that they trust vouches"
                        + " for it");
        meanings.put("close_notify", "the client ended the connection during the handshake");
        meanings.put(
                "closed",
                "the client closed the connection during the handshake, as clients do that do not trust"
                        + " the certificate of this listener or give up waiting");
        meanings.put("timed out", "the client did not go on");
        return meanings;
    }

    private static Map<String, String> ofClientCertificates() {
        Map<String, String> meanings = new LinkedHashMap<>();
        String none = "the client showed no certificate, and this listener requires one (tls.clientAuth); clients in"
                + " Java keep back one of an authority that is not in tls.clientCa";
        meanings.put("empty client certificate chain", none);
        meanings.put("certificate_required", none);
        meanings.put("peer_did_not_return_a_certificate", none);
        meanings.put(
                "no authority is registered",
                "the client showed a certificate, and no CA is registered (tls.clientAuth: registered):"
                        + " RegisterCaCertificate of the OpenAPI does it");
        String unknown = "the client's certificate is of none of the authorities in tls.clientCa, or, with"
                + " tls.clientAuth: registered, of no CA that is registered";
        meanings.put("path building failed", unknown);
        meanings.put("path does not chain", unknown);
        meanings.put(
                "extended key usage does not permit",
                "the client's certificate is not made for clients of TLS (extended key usage)");
        meanings.put(
                "path validation failed",
                "the client's certificate is not valid: it, or one above it, is not signed by its authority, or breaks"
                        + " a rule of it");
        meanings.put("expired", EXPIRED);
        return meanings;
    }

    /// What to tell the operator.
    public static String why(@Nullable Throwable fault) {
        Throwable cause = fault;
        while (cause instanceof DecoderException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof IOException && !(cause instanceof SSLException)) { // of the socket
            return meaning("closed");
        }
        if (isNotTls(cause)) {
            return "the client sent something that is not TLS";
        }
        String known = sentence(cause);
        if (known != null) {
            return known + certificate(cause);
        }
        String innermost = innermost(cause);
        return innermost == null
                ? "the client's handshake cannot be read"
                : "the client's handshake was refused: " + words(innermost);
    }

    /// `error:10000090:SSL routines:OPENSSL_internal:NAME_OF_REASON`, as BoringSSL says it, as words.
    private static String words(String reason) {
        int at = reason.lastIndexOf(NATIVE);
        return at < 0
                ? reason
                : reason.substring(at + NATIVE.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', ' ');
    }

    private static @Nullable String sentence(@Nullable Throwable fault) {
        for (Throwable each = fault; each != null; each = each.getCause()) {
            if (each instanceof CertificateExpiredException) {
                return EXPIRED;
            }
            if (each instanceof CertificateNotYetValidException) {
                return "the client's certificate is not valid yet: look at the clocks of both, and at its dates";
            }
        }
        for (Throwable each = fault; each != null; each = each.getCause()) {
            String known = known(each.getMessage());
            if (known != null) {
                return known;
            }
        }
        return null;
    }

    private static String certificate(@Nullable Throwable fault) {
        for (Throwable each = fault; each != null; each = each.getCause()) {
            if (each instanceof RefusedCertificateException refused) {
                return " (" + refused.shown() + ")";
            }
        }
        return "";
    }

    /// The message nearest to the reason: that of the outermost exception is often only `Unexpected exception`.
    private static @Nullable String innermost(@Nullable Throwable fault) {
        String found = null;
        for (Throwable each = fault; each != null; each = each.getCause()) {
            found = each.getMessage() == null ? found : each.getMessage();
        }
        return found;
    }

    private static String meaning(String key) {
        return MEANINGS.getOrDefault(key, key);
    }

    /// Netty puts the bytes into the message.
    private static boolean isNotTls(@Nullable Throwable cause) {
        return cause instanceof io.netty.handler.ssl.NotSslRecordException
                || (cause != null && String.valueOf(cause.getMessage()).contains("not an SSL/TLS record"));
    }

    private static @Nullable String known(@Nullable String message) {
        if (message == null) {
            return null;
        }
        String small = message.toLowerCase(Locale.ROOT);
        return MEANINGS.entrySet().stream()
                .filter(each -> small.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /// What a connection speaks that does not begin as TLS does; null when it may be TLS.
    ///
    /// @param bytes the first ones that the client sent, at least one
    public static @Nullable String plain(ByteBuffer bytes) {
        int first = bytes.get(bytes.position()) & 0xff;
        if (first == 0x16 || first == 0x80) { // a handshake record, or one of the oldest clients
            return null;
        }
        if (first == 0x10) {
            return "plain MQTT on a TLS port: let the client use TLS, or a port without it";
        }
        if (AmqpHeader.begins(bytes, bytes.position(), bytes.limit())) {
            return AmqpHeader.ON_TLS_PORT;
        }
        return Character.isUpperCase(first)
                ? "plain HTTP on a TLS port: the address begins with wss:// or https://"
                : "the client sent something that is not TLS";
    }
}
