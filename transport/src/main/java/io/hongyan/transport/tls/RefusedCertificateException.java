package io.hongyan.transport.tls;

import io.hongyan.transport.SerialNumber;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/// A client's certificate does not count: which, and why.
public final class RefusedCertificateException extends CertificateException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_NAME = 120;

    private final String shown;

    /// @param why has the place of what was thrown: whoever looks for the reason finds it where it is without this
    public RefusedCertificateException(CertificateException why, X509Certificate certificate) {
        super(why.getMessage(), why.getCause());
        this.shown = "serial number " + name(SerialNumber.of(certificate)) + " of "
                + name(certificate.getSubjectX500Principal().getName()) + ", issued by "
                + name(certificate.getIssuerX500Principal().getName());
    }

    /// The certificate, in words that fit into one line.
    String shown() {
        return shown;
    }

    private static String name(String written) {
        String printable = written.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= LONGEST_NAME ? printable : printable.substring(0, LONGEST_NAME) + "...";
    }
}
