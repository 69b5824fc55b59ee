package io.hongyan.transport.endpoint;

import io.hongyan.transport.tls.RefusedCertificateException;
import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.internal.tcnative.CertificateVerifier;
import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Says of a refused client certificate which it was, and tells BoringSSL with which alert: without that, clients read
/// `internal_error` for most reasons, and look for the fault in the server.
final class ClientTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager trust;
    private final boolean boringSsl;

    ClientTrust(X509ExtendedTrustManager trust, boolean boringSsl) {
        this.trust = trust;
        this.boringSsl = boringSsl;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        try {
            trust.checkClientTrusted(chain, kind, engine);
        } catch (CertificateException why) {
            CertificateException refusal = new RefusedCertificateException(why, chain[0]);
            throw boringSsl && !isFoundByNetty(refusal) ? withAlert(refusal) : refusal;
        }
    }

    /// Dates and revocation.
    private static boolean isFoundByNetty(CertificateException refusal) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException fault
                    && fault.getReason() != CertPathValidatorException.BasicReason.UNSPECIFIED) {
                return true;
            }
        }
        return false;
    }

    private static CertificateException withAlert(CertificateException refusal) {
        boolean purpose =
                String.valueOf(refusal.getMessage()).toLowerCase(Locale.ROOT).contains("key usage");
        return new OpenSslCertificateException(
                refusal.getMessage(),
                refusal,
                purpose
                        ? CertificateVerifier.X509_V_ERR_INVALID_PURPOSE
                        : CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        trust.checkClientTrusted(chain, kind, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        trust.checkClientTrusted(chain, kind);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        trust.checkServerTrusted(chain, kind, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        trust.checkServerTrusted(chain, kind, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        trust.checkServerTrusted(chain, kind);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
