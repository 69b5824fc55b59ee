package io.hongyan.transport.tls;

import io.hongyan.transport.FileReason;
import io.hongyan.transport.TransportException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a private key from a PEM file: PKCS #8 always, PKCS #1 and SEC 1 where Bouncy Castle is on the class path. Any
/// other form is refused with the command that converts it.
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private PemKey() {}

    /// @throws TransportException when the file holds no key that can be used; the message says what to do
    static PrivateKey read(Path file) {
        try {
            return of(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new TransportException("cannot read the key " + file + ": " + FileReason.of(e), e);
        }
    }

    /// @param file where the text is from, for messages
    /// @throws TransportException when it holds no key that can be used
    static PrivateKey of(String file, String text) {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new TransportException("there is no private key in " + file
                    + (text.contains("CERTIFICATE-----") ? ", but a certificate: are the two files swapped?" : "")
                    + "; it begins with BEGIN PRIVATE KEY. If the file is in DER: openssl pkcs8 -topk8 -nocrypt"
                    + " -inform DER -in " + file + " -out key.pem");
        }
        String form = block.group(1);
        String body = block.group(2);
        return switch (form) {
            case "PRIVATE KEY" -> pkcs8(file, decoded(file, body));
            case "ENCRYPTED PRIVATE KEY" -> throw encrypted(file);
            case "OPENSSH PRIVATE KEY" ->
                throw new TransportException("the key " + file
                        + " is one of OpenSSH; convert a copy of it: ssh-keygen -p" + " -m PKCS8 -f " + file);
            default -> {
                if (body.contains("ENCRYPTED")) {
                    throw encrypted(file);
                }
                yield traditional(file, form, text);
            }
        };
    }

    private static TransportException encrypted(String file) {
        return new TransportException(
                "the key " + file + " is encrypted, and nobody could be asked for its password when"
                        + " it is read; decrypt it: openssl pkcs8 -topk8 -nocrypt -in " + file + " -out key.pem");
    }

    private static PrivateKey traditional(String file, String form, String text) {
        try {
            return pkcs8(file, TraditionalKey.toPkcs8(text));
        } catch (NoClassDefFoundError | IOException e) {
            String why = e instanceof IOException ? "cannot be read (" + e.getMessage() + ")" : "is not of PKCS #8";
            throw new TransportException(
                    "the key " + file + " has the form " + form + " and " + why
                            + "; convert it: openssl pkcs8 -topk8 -nocrypt -in " + file + " -out key.pem",
                    e);
        }
    }

    private static byte[] decoded(String file, String body) {
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new TransportException("the key " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static PrivateKey pkcs8(String file, byte[] encoded) {
        List<Exception> faults = new ArrayList<>();
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                faults.add(e); // it may be another kind of key
            }
        }
        throw new TransportException(
                "the key " + file + " is damaged, or none of " + String.join(", ", ALGORITHMS), faults.getFirst());
    }
}
