package io.hongyan.server.config;

/// The server that e-mails of alarms go to.
///
/// @param host empty = no e-mail is sent
/// @param port 1 to 65535
/// @param user empty = no login
/// @param from whom the e-mails come from; needed with a host
public record MailConfig(String host, int port, Security security, String user, Secret password, String from) {
    private static final int SUBMISSION = 587;

    /// How the connection is protected.
    public enum Security {
        /// By TLS from its first byte.
        TLS,
        /// By TLS after a command in plain text; without that nothing is sent.
        STARTTLS,
        /// Not at all.
        NONE
    }

    public MailConfig {
        ConfigChecks.range("port", port, 1, 65_535);
        if (!host.isEmpty()) {
            ConfigChecks.address("host", host);
            if (!from.matches("[^\\s@<>,;]+@[^\\s@<>,;]+")) {
                throw new IllegalArgumentException(
                        "from is an address like hongyan@example.com, and needed with host; not '" + from + "'");
            }
        }
        ConfigChecks.together("user", user, "password", password.value());
        if (!user.isEmpty() && security == Security.NONE) {
            throw new IllegalArgumentException(
                    "security is none, so that the password could be read by everybody on the way; write security:"
                            + " starttls or tls, or remove user and password");
        }
    }

    public static MailConfig defaults() {
        return new MailConfig("", SUBMISSION, Security.STARTTLS, "", Secret.NONE, "");
    }

    public boolean isOn() {
        return !host.isEmpty();
    }
}
