package io.hongyan.transport.endpoint;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Who vouches for client certificates, where that changes while listeners run. Handshakes that begin after a change go
/// by it. Clients are not told the names of the authorities: there may be thousands. Any thread.
public final class RegisteredAuthorities extends X509ExtendedTrustManager {
    private static final X509Certificate[] UNTOLD = {};

    private volatile @Nullable X509ExtendedTrustManager trusted;

    /// @param authorities all of them; empty = no certificate of a client is right
    /// @throws IllegalArgumentException when Java cannot use one of them
    public void set(List<X509Certificate> authorities) {
        trusted = authorities.isEmpty() ? null : manager(authorities);
    }

    /// @throws IllegalArgumentException when Java cannot use one of them
    static X509ExtendedTrustManager manager(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry(Integer.toString(i), authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager each : factory.getTrustManagers()) {
                if (each instanceof X509ExtendedTrustManager found) {
                    return found;
                }
            }
            throw new IllegalStateException("every Java has a trust manager for X.509");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("certificates of authorities cannot be used: " + e.getMessage(), e);
        }
    }

    private X509ExtendedTrustManager trusted() throws CertificateException {
        X509ExtendedTrustManager now = trusted;
        if (now == null) {
            throw new CertificateException("path building failed: no authority is registered");
        }
        return now;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        trusted().checkClientTrusted(chain, kind, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        trusted().checkClientTrusted(chain, kind, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        trusted().checkClientTrusted(chain, kind);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        throw ofServer();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        throw ofServer();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        throw ofServer();
    }

    private static CertificateException ofServer() {
        return new CertificateException("these authorities vouch for clients, not for servers");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return UNTOLD;
    }
}
