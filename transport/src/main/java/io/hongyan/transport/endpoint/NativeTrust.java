package io.hongyan.transport.endpoint;

import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.internal.tcnative.CertificateVerifier;
import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Tells BoringSSL with which alert a client's certificate is refused: without that, clients read `internal_error` for
/// most reasons, and look for the fault in the server.
final class NativeTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager trust;

    NativeTrust(X509ExtendedTrustManager trust) {
        this.trust = trust;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        try {
            trust.checkClientTrusted(chain, kind, engine);
        } catch (CertificateException refused) {
            throw told(refused);
        }
    }

    /// Netty itself finds the reasons that stand in a [CertPathValidatorException]: dates and revocation.
    private static CertificateException told(CertificateException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException fault
                    && fault.getReason() != CertPathValidatorException.BasicReason.UNSPECIFIED) {
                return refused;
            }
        }
        boolean purpose =
                String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT).contains("key usage");
        return new OpenSslCertificateException(
                refused.getMessage(),
                refused,
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
