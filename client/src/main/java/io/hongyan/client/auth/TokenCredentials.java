package io.hongyan.client.auth;

import io.hongyan.auth.ServiceUserName;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// The cloud service's token login. Tokens come from a supplier, which is asked before each connect, and again when the
/// service says that one ends soon: the new one is uploaded on the open connection.
public final class TokenCredentials implements Credentials {
    private final ServiceUserName username;
    private final Callable<? extends Collection<Token>> supplier;

    /// A token and what it permits.
    ///
    /// @param type `R` (subscribe), `W` (publish) or `RW`
    /// @param value as the token service gave it
    public record Token(String type, String value) {
        public Token {
            if (!List.of("R", "W", "RW").contains(type)) {
                throw new IllegalArgumentException("token type is R, W or RW, not " + type);
            }
            if (value.isEmpty() || value.indexOf('|') >= 0) {
                throw new IllegalArgumentException("a token is not empty and has no '|' in it");
            }
        }

        /// Without the token.
        @Override
        public String toString() {
            return "Token[" + type + "]";
        }
    }

    private TokenCredentials(String accessKey, String instance, Callable<? extends Collection<Token>> supplier) {
        this.username = ServiceUserName.of(ServiceUserName.TOKEN, accessKey, instance);
        this.supplier = supplier;
    }

    /// @param accessKey names the account's key that the tokens were made with
    /// @param instance the instance's id
    /// @param supplier gives the tokens of now; may take its time, may throw
    public static TokenCredentials of(
            String accessKey, String instance, Callable<? extends Collection<Token>> supplier) {
        return new TokenCredentials(accessKey, instance, supplier);
    }

    /// The present tokens.
    ///
    /// @throws Exception what the supplier threw
    public Collection<Token> tokens() throws Exception {
        Collection<Token> tokens = supplier.call();
        if (tokens.isEmpty()) {
            throw new IllegalStateException("the supplier gave no token");
        }
        return tokens;
    }

    @Override
    public Login login(String clientId) throws Exception {
        String password = tokens().stream()
                .map(token -> token.type() + "|" + token.value())
                .collect(Collectors.joining("|"));
        return Login.of(username.toString(), password);
    }
}
