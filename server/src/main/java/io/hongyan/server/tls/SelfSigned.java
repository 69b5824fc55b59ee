package io.hongyan.server.tls;

import io.hongyan.server.data.PrivateFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The certificate of a server that was given none: elliptic curve P-256, for this machine's names, valid for ten
/// years. Clients that shall trust it take the file as their authority; it can sign no other.
public final class SelfSigned {
    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String ORGANIZATION = "2.5.4.10";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final Duration LIFE = Duration.ofDays(3650);
    /// Clocks of devices lag.
    private static final Duration EARLIER = Duration.ofDays(1);

    private SelfSigned() {}

    public static Path certificate(Path folder) {
        return folder.resolve("tls").resolve("server.crt");
    }

    public static Path key(Path folder) {
        return folder.resolve("tls").resolve("server.key");
    }

    /// Makes certificate and key unless they are there.
    public static void makeIfMissing(Path folder, SecureRandom random, Instant now) throws IOException {
        if (Files.exists(certificate(folder)) && Files.exists(key(folder))) {
            return;
        }
        checkKey(folder);
        PrivateFiles.folder(folder.resolve("tls"));
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            byte[] certificate = certificate(pair, random, now);
            PrivateFiles.write(key(folder), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            PrivateFiles.write(certificate(folder), pem("CERTIFICATE", certificate));
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate could be made: " + e.getMessage(), e);
        }
    }

    /// Refuses a certificate without its key: clients that trust it would not trust a new one.
    ///
    /// @throws IOException with the ways on
    public static void checkKey(Path folder) throws IOException {
        if (Files.exists(certificate(folder)) && !Files.exists(key(folder))) {
            throw new FileSystemException(
                    key(folder).toString(),
                    null,
                    "it is gone, but its certificate " + certificate(folder) + " is there, which clients may trust; put"
                            + " it back from a backup, or remove the certificate to have both made anew");
        }
    }

    /// A certificate of X.509 version 3 (RFC 5280, chapter 4.1).
    private static byte[] certificate(KeyPair pair, SecureRandom random, Instant now) throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.identifier(ECDSA_WITH_SHA256));
        byte[] name = Der.sequence(
                attribute(COMMON_NAME, hostNames().getFirst()), attribute(ORGANIZATION, "Hongyan (self-signed)"));
        byte[] content = Der.sequence(
                Der.wrapped(0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(120, random).setBit(120)),
                algorithm,
                name,
                Der.sequence(Der.time(now.minus(EARLIER)), Der.time(now.plus(LIFE))),
                name,
                pair.getPublic().getEncoded(),
                Der.wrapped(3, extensions()));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate(), random);
        signature.update(content);
        return Der.sequence(content, algorithm, Der.bits(0, signature.sign()));
    }

    private static byte[] attribute(String identifier, String value) {
        return Der.set(Der.sequence(Der.identifier(identifier), Der.text(value)));
    }

    /// No authority, for digital signatures, of a server, with these names.
    private static byte[] extensions() {
        return Der.sequence(
                extension(BASIC_CONSTRAINTS, true, Der.sequence()),
                extension(KEY_USAGE, true, Der.bits(7, (byte) 0x80)),
                extension(EXTENDED_KEY_USAGE, false, Der.sequence(Der.identifier(SERVER_AUTHENTICATION))),
                extension(ALTERNATIVE_NAMES, false, names()));
    }

    private static byte[] extension(String identifier, boolean critical, byte[] value) {
        byte[] name = Der.identifier(identifier);
        return critical ? Der.sequence(name, Der.truth(), Der.octets(value)) : Der.sequence(name, Der.octets(value));
    }

    private static byte[] names() {
        List<byte[]> names = new ArrayList<>();
        hostNames().forEach(name -> names.add(Der.tagged(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII))));
        names.add(Der.tagged(IP_ADDRESS, new byte[] {127, 0, 0, 1}));
        byte[] ipv6 = new byte[16];
        ipv6[15] = 1;
        names.add(Der.tagged(IP_ADDRESS, ipv6));
        return Der.sequence(names.toArray(byte[][]::new));
    }

    private static List<String> hostNames() {
        List<String> names = new ArrayList<>(List.of("localhost"));
        try {
            String own = InetAddress.getLocalHost().getHostName();
            if (own.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?") && !own.matches("[0-9.]+|localhost")) {
                names.add(own);
            }
        } catch (UnknownHostException _) {
            // A machine that does not know its own name is reached by localhost and addresses.
        }
        return names;
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + type + "-----\n";
    }
}
