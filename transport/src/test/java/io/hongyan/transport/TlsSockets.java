package io.hongyan.transport;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Sockets of TLS clients that believe every certificate, with the handshake still to come.
@SuppressWarnings("AddressSelection") // loopback is one address
final class TlsSockets {
    private TlsSockets() {}

    /// @param own what the client shows when it is asked
    static SSLSocket open(Listener listener, KeyManager... own) throws IOException, GeneralSecurityException {
        return (SSLSocket) context(own)
                .getSocketFactory()
                .createSocket("127.0.0.1", listener.address().getPort());
    }

    /// TLS in a connection that there is; it ends with it.
    static SSLSocket over(Socket plain) throws IOException, GeneralSecurityException {
        return (SSLSocket) context().getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
    }

    /// The name of the certificate that a listener shows.
    static String subject(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    private static SSLContext context(KeyManager... own) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        return context;
    }
}
