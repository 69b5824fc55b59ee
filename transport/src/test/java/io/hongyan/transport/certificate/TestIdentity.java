package io.hongyan.transport.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/// A certificate chain and its key.
///
/// @param chain the own certificate first
public record TestIdentity(KeyPair pair, List<X509Certificate> chain) {
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// The serial number, as the OpenAPI has it.
    public String sn() {
        return HexFormat.of().formatHex(certificate().getSerialNumber().toByteArray());
    }

    /// The own certificate.
    public String pem() {
        return pem(chain.getFirst());
    }

    /// The own certificate, whose key is on brainpoolP256r1, as if it were on brainpoolP256t1: Java cannot read that.
    public String pemOnUnknownCurve() {
        try {
            String der = HexFormat.of().formatHex(certificate().getEncoded());
            String changed = der.replace("2b2403030208010107", "2b2403030208010108");
            return pem("CERTIFICATE", HexFormat.of().parseHex(changed));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    public String chainPem() {
        StringBuilder text = new StringBuilder();
        chain.forEach(each -> text.append(pem(each)));
        return text.toString();
    }

    public String keyPem() {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    private static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] content) {
        byte[] line = "\n".getBytes(StandardCharsets.US_ASCII);
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, line).encodeToString(content) + "\n-----END " + kind + "-----\n";
    }

    /// For a TLS client that shows it.
    public KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", pair.getPrivate(), new char[0], chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }
}
