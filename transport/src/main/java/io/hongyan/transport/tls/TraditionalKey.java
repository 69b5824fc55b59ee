package io.hongyan.transport.tls;

import java.io.IOException;
import java.io.StringReader;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/// Reads keys in the forms that OpenSSL wrote before PKCS #8: PKCS #1 and SEC 1. Alone in needing Bouncy Castle, which
/// need not be there.
final class TraditionalKey {
    private TraditionalKey() {}

    /// The first key of a PEM text, as PKCS #8.
    static byte[] toPkcs8(String text) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                if (block instanceof PEMKeyPair pair) {
                    return pair.getPrivateKeyInfo().getEncoded();
                }
            }
        }
        throw new IOException("no key of a known form");
    }
}
