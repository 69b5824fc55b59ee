package io.hongyan.cloud.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.auth.ServiceUserName;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.AuthResult.Refused;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.cloud.identity.CloudIdentity;
import io.hongyan.cloud.identity.KeyIdentity;
import io.hongyan.cloud.identity.TokenIdentity;
import io.hongyan.cloud.key.KeyRegistry;
import io.hongyan.cloud.key.SigningKey;
import io.hongyan.cloud.rules.ActiveInstance;
import io.hongyan.cloud.rules.LoginTexts;
import io.hongyan.cloud.token.Token;
import io.hongyan.cloud.token.TokenError;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.cloud.token.Tokens;
import io.hongyan.cloud.topic.Truncated;
import io.hongyan.codec.ReasonCode;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Logins with an AccessKey: by its signature of the client id, or by tokens that it issued.
final class KeyLogin {
    private static final byte[] NO_PASSWORD = {};

    private final LoginGate gate;
    private final KeyRegistry keyRegistry;
    private final Tokens tokens;

    KeyLogin(LoginGate gate, KeyRegistry keyRegistry, Tokens tokens) {
        this.gate = gate;
        this.keyRegistry = keyRegistry;
        this.tokens = tokens;
    }

    AuthResult signature(ServiceUserName name, ConnectRequest request) {
        SigningKey key = keyRegistry.find(name.accessKey());
        byte[] given = request.connect().password();
        // The client signed the id that it sent. An unknown key takes as long as a wrong signature.
        String signed = request.assigned() ? "" : request.connect().clientId();
        boolean right = (key == null ? keyRegistry.decoy() : key).signed(signed, given == null ? NO_PASSWORD : given);
        ActiveInstance instance = gate.find(name.instance());
        if (key == null || !right || instance == null || !key.key().isValidFor(name.instance())) {
            return LoginGate.badCredentials(cause(key, instance, right, name, given));
        }
        return admit(instance, key, new KeyIdentity(key), request);
    }

    /// Each token must be valid. Tokens are checked before the key, and only clients with a token of this server learn
    /// what is wrong: so clients cannot find out which keys exist.
    AuthResult token(ServiceUserName name, ConnectRequest request) {
        byte[] password = request.connect().password();
        String[] parts = new String(password == null ? NO_PASSWORD : password, UTF_8).split("\\|", -1);
        if (parts.length % 2 != 0 || parts.length > 2 * TokenType.values().length) {
            return bad("a token password has the form type|token, once to three times");
        }
        Map<TokenType, Token> given = new EnumMap<>(TokenType.class);
        for (int i = 0; i < parts.length; i += 2) {
            Refused refused = add(given, parts[i], parts[i + 1], name);
            if (refused != null) {
                return refused;
            }
        }
        SigningKey key = keyRegistry.find(name.accessKey());
        ActiveInstance instance = gate.find(name.instance());
        if (key == null || instance == null || !key.key().isValidFor(name.instance())) {
            return LoginGate.badCredentials(cause(key, instance, true, name, NO_PASSWORD));
        }
        TokenIdentity identity = new TokenIdentity(key);
        given.forEach(identity::put);
        return admit(instance, key, identity, request);
    }

    private AuthResult admit(ActiveInstance instance, SigningKey key, CloudIdentity identity, ConnectRequest request) {
        String clientId = request.connect().clientId();
        return keyRegistry.mayConnect(key, instance.id(), clientId)
                ? gate.admit(instance, identity, clientId)
                : new Refused(ReasonCode.NOT_AUTHORIZED, LoginTexts.noRight(key.key()));
    }

    private @Nullable Refused add(Map<TokenType, Token> given, String typeName, String text, ServiceUserName name) {
        TokenType type = TokenType.of(typeName);
        if (type == null) {
            return bad("a token's type is R, W or RW");
        }
        return switch (tokens.check(text, type, name.accessKey(), name.instance())) {
            case Tokens.Check.Bad(TokenError error) -> refused(type, error, text);
            case Tokens.Check.Good(Token token) ->
                given.put(type, token) == null ? null : bad("two tokens of type " + type);
        };
    }

    private Refused refused(TokenType type, TokenError error, String text) {
        return switch (error) {
            case EXPIRED -> {
                String why = type + " token: " + error.text();
                yield new Refused(
                        ReasonCode.BAD_USER_NAME_OR_PASSWORD,
                        why,
                        why
                                + tokens.expiry(text)
                                        .map(end -> ": it was valid until " + end
                                                + ", and the clock of this server says " + tokens.now())
                                        .orElse(""));
            }
            case REVOKED, TYPE_MISMATCH, RESOURCE_MISMATCH -> bad(type + " token: " + error.text());
            case FORGED ->
                LoginGate.badCredentials(
                        type + " token: it cannot be read; the password has the form type|token, with the whole token");
            case BAD_SIGNATURE ->
                LoginGate.badCredentials(type + " token: it was not issued by this server, or has been changed");
            case ACCOUNT_NOT_AUTHORIZED ->
                LoginGate.badCredentials(type
                        + " token: it was issued for another AccessKey or instance than the user name names, or its"
                        + " AccessKey does not open the instance any more");
        };
    }

    /// For the log: the client must not learn it.
    private static String cause(
            @Nullable SigningKey key,
            @Nullable ActiveInstance instance,
            boolean right,
            ServiceUserName name,
            byte @Nullable [] password) {
        if (name.accessKey().isEmpty()) {
            return "the user name names no AccessKey: it has the form " + name.mode() + "|AccessKey|instance";
        }
        if (instance == null) {
            return LoginGate.gone(name.instance());
        }
        if (key == null) {
            return "there is no AccessKey " + Truncated.of(name.accessKey());
        }
        String id = "AccessKey " + key.key().id();
        if (!right) {
            return password == null || password.length == 0
                    ? "there is no password"
                    : "the password is not the client id signed with the secret of " + id;
        }
        return LoginTexts.closed(key.key(), instance.id());
    }

    private static Refused bad(String why) {
        return new Refused(ReasonCode.BAD_USER_NAME_OR_PASSWORD, why);
    }
}
