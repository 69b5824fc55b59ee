package io.hongyan.cli.option;

import io.hongyan.cli.terminal.Failure;
import java.security.Security;
import java.util.Locale;

/// The least version of TLS. Java agrees on 1.3 or 1.2; to have 1.3 alone, 1.2 is switched off in this process, which
/// has one connection to make, before its first handshake.
final class TlsVersion {
    private static final String DISABLED = "jdk.tls.disabledAlgorithms";

    private TlsVersion() {}

    /// @throws Failure when Java speaks no such version
    static void atLeast(String version) {
        switch (version.toLowerCase(Locale.ROOT)) {
            case "tlsv1.2" -> {} // what Java does by itself
            case "tlsv1.3" -> {
                String disabled = Security.getProperty(DISABLED);
                if (disabled == null || !disabled.contains("TLSv1.2")) {
                    Security.setProperty(DISABLED, (disabled == null ? "" : disabled + ", ") + "TLSv1.2");
                }
            }
            case "tlsv1.1", "tlsv1" ->
                throw Failure.usage("--tls-version: " + version + " is not safe, and Java does not speak it any more;"
                        + " write tlsv1.2 or tlsv1.3");
            default -> throw Failure.usage("--tls-version is tlsv1.2 or tlsv1.3, not '" + version + "'");
        }
    }
}
