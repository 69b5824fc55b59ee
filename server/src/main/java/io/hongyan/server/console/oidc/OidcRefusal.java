package io.hongyan.server.console.oidc;

/// Why somebody does not get in, in a sentence for the log, which may hold text of the provider.
public final class OidcRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What the login page tells of it.
    public enum Kind {
        /// The provider said no.
        REFUSED,
        /// The provider cannot be reached, answers too slowly, or not as OpenID Connect has it.
        UNREACHABLE,
        /// The code or the token is not to be trusted.
        TOKEN,
        /// The token names nobody, or nobody that has a role here.
        ROLE
    }

    private final Kind kind;
    private final String account;

    private OidcRefusal(Kind kind, String account, String message) {
        super(message, null, false, false);
        this.kind = kind;
        this.account = account;
    }

    static OidcRefusal refused(String message) {
        return new OidcRefusal(Kind.REFUSED, "", message);
    }

    static OidcRefusal unreachable(String message) {
        return new OidcRefusal(Kind.UNREACHABLE, "", message);
    }

    static OidcRefusal token(String message) {
        return new OidcRefusal(Kind.TOKEN, "", message);
    }

    /// @param account as it would be called here; empty = it is not known
    static OidcRefusal role(String account, String message) {
        return new OidcRefusal(Kind.ROLE, account, message);
    }

    public Kind kind() {
        return kind;
    }

    /// Who was refused; empty when that is not certain.
    public String account() {
        return account;
    }
}
