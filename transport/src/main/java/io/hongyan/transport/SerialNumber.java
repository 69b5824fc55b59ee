package io.hongyan.transport;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Serial numbers of certificates as text: two hexadecimal digits in small letters for each byte that the certificate
/// has for it, so one from 80 on has a leading 00.
public final class SerialNumber {
    /// The most characters, and so 64 bytes; X.509 has 20.
    public static final int LONGEST = 128;

    private SerialNumber() {}

    /// Whether a certificate has one that X.509 allows: not negative, and not too long.
    public static boolean isAllowed(X509Certificate certificate) {
        return certificate.getSerialNumber().signum() >= 0 && of(certificate).length() <= LONGEST;
    }

    public static String of(X509Certificate certificate) {
        return text(certificate.getSerialNumber());
    }

    /// Those of a chain, with commas between, the device's own first; empty for an empty chain.
    public static String of(List<X509Certificate> chain) {
        return chain.stream().map(SerialNumber::of).collect(Collectors.joining(","));
    }

    /// A serial number as somebody wrote it, in the one form that is used here: capital letters, colons and missing
    /// zeros are forgiven.
    ///
    /// @return what was written, when it is no hexadecimal number
    public static String canonical(String written) {
        String digits = written.replace(":", "").toLowerCase(Locale.ROOT);
        boolean hex = !digits.isEmpty()
                && digits.length() <= LONGEST
                && digits.chars().allMatch(HexFormat::isHexDigit);
        return hex ? text(new BigInteger(digits, 16)) : written;
    }

    private static String text(BigInteger number) {
        return HexFormat.of().formatHex(number.toByteArray());
    }
}
