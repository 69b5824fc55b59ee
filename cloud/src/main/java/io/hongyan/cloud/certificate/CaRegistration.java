package io.hongyan.cloud.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.cloud.certificate.CertificateRefusal.Kind;
import io.hongyan.cloud.record.RowKey;
import io.hongyan.transport.SerialNumber;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/// Registers CAs with proof that whoever does it has the key: a certificate that the CA issued for the registration
/// code of the instance. Waits for the disk.
public final class CaRegistration {
    /// The most characters of the text of a certificate.
    public static final int LONGEST_CERTIFICATE = CertificateText.LONGEST;

    /// The most characters of the name of a CA.
    public static final int LONGEST_NAME = 128;

    private static final char CODE = 'R';
    private static final int CODE_BYTES = 32;
    private static final String NAME_CONSTRAINTS = "2.5.29.30";
    private static final int KEY_CERT_SIGN = 5;

    private final RecordTable table;
    private final CaCertificates authorities;
    private final Clock clock;
    private final RandomGenerator random;

    CaRegistration(RecordTable table, CaCertificates authorities, Clock clock, RandomGenerator random) {
        this.table = table;
        this.authorities = authorities;
        this.clock = clock;
        this.random = random;
    }

    /// The registration code of an instance: 64 hexadecimal digits, always the same ones.
    public synchronized String code(String instance) {
        byte[] key = RowKey.of(instance, CODE);
        byte[] present = table.get(key);
        if (present != null) {
            return new String(present, US_ASCII);
        }
        byte[] bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        String made = HexFormat.of().formatHex(bytes);
        table.write(List.of(new Change.Put(key, made.getBytes(US_ASCII)))).join();
        return made;
    }

    /// Registers a CA, active from now on.
    ///
    /// @param content the CA certificate, in PEM
    /// @param verification a certificate in PEM that it issued, with the registration code as common name
    /// @return as it is registered
    /// @throws CertificateRefusal when something is wrong with one of them, or it is registered already
    public CaCertificate register(String instance, String name, String content, String verification) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new CertificateRefusal(
                    "a CA has a name of 1 to " + LONGEST_NAME + " characters, without control characters");
        }
        X509Certificate ca = CertificateText.read("the CA certificate", content);
        checkAuthority(ca);
        String code = code(instance);
        X509Certificate proof = CertificateText.read("the verification certificate", verification);
        checkProof(ca, proof, code, instance);
        CaCertificate made =
                new CaCertificate(instance, SerialNumber.of(ca), name, ca, CertificateText.pem(proof), code, true);
        authorities.add(made);
        return made;
    }

    private void checkAuthority(X509Certificate ca) {
        boolean[] usage = ca.getKeyUsage();
        if (ca.getBasicConstraints() < 0 || (usage != null && !usage[KEY_CERT_SIGN])) {
            throw new CertificateRefusal("the CA certificate is none of a CA: it may issue no certificates (basic"
                    + " constraints, key usage)");
        }
        CertificateStrength.check("the CA certificate", List.of(ca));
        if (ca.getExtensionValue(NAME_CONSTRAINTS) != null) {
            throw new CertificateRefusal(
                    "the CA certificate has name constraints, which are not checked here: register" + " one without");
        }
        if (!SerialNumber.isAllowed(ca)) {
            throw new CertificateRefusal("the CA certificate has a serial number that X.509 does not allow");
        }
        checkDates("the CA certificate", ca);
    }

    private void checkProof(X509Certificate ca, X509Certificate proof, String code, String instance) {
        checkSignature(ca, proof);
        checkDates("the verification certificate", proof);
        String found = CertificateText.commonName(proof);
        if (!found.equals(code)) {
            throw new CertificateRefusal(
                    Kind.WRONG_CODE,
                    "the verification certificate has the common name "
                            + (found.isEmpty() ? "(none)" : ShownName.of(found)) + ", not the registration code of "
                            + instance + " (GetRegisterCode)");
        }
    }

    /// The key of the CA is one that Java can verify with, so that what fails is the signature.
    private static void checkSignature(X509Certificate ca, X509Certificate proof) {
        try {
            proof.verify(ca.getPublicKey());
        } catch (InvalidKeyException | SignatureException e) {
            throw new CertificateRefusal(
                    "the verification certificate was not issued by the CA: it is not signed with its key");
        } catch (GeneralSecurityException e) {
            throw new CertificateRefusal(
                    "the verification certificate " + CertificateStrength.unfit(CertificateStrength.signature(proof))
                            + "; others are not checked here");
        }
    }

    private void checkDates(String what, X509Certificate certificate) {
        Instant now = Instant.ofEpochMilli(clock.wallMillis());
        try {
            certificate.checkValidity(Date.from(now));
        } catch (CertificateException e) {
            throw new CertificateRefusal(what + " is valid from "
                    + certificate.getNotBefore().toInstant() + " to "
                    + certificate.getNotAfter().toInstant() + ", and now it is " + now);
        }
    }
}
