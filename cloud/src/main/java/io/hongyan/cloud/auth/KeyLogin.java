package io.hongyan.cloud.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.AuthResult.Refused;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.cloud.identity.KeyIdentity;
import io.hongyan.cloud.identity.TokenIdentity;
import io.hongyan.cloud.key.Keyring;
import io.hongyan.cloud.key.SigningKey;
import io.hongyan.cloud.rules.Tenant;
import io.hongyan.cloud.token.Token;
import io.hongyan.cloud.token.TokenFault;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.cloud.token.Tokens;
import io.hongyan.cloud.topic.Abridged;
import io.hongyan.codec.ReasonCode;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The ways in that begin with an AccessKey: its signature over the client id, or tokens issued in its name.
final class KeyLogin {
    private static final System.Logger LOG = System.getLogger(KeyLogin.class.getName());
    private static final byte[] NO_PASSWORD = {};

    private final Entrance entrance;
    private final Keyring keyring;
    private final Tokens tokens;

    KeyLogin(Entrance entrance, Keyring keyring, Tokens tokens) {
        this.entrance = entrance;
        this.keyring = keyring;
        this.tokens = tokens;
    }

    AuthResult signature(LoginName name, ConnectRequest request) {
        SigningKey key = keyring.find(name.accessKey());
        byte[] given = request.connect().password();
        // What the client signed is what it sent; a missing key costs the same time as a wrong signature.
        String signed = request.assigned() ? "" : request.connect().clientId();
        boolean right = (key == null ? keyring.nobody() : key).signed(signed, given == null ? NO_PASSWORD : given);
        Tenant tenant = entrance.tenant(name.instance());
        if (key == null || !right || tenant == null || !key.key().opens(name.instance())) {
            LOG.log(
                    Level.DEBUG,
                    () -> "signature of " + Abridged.of(signed) + " refused: " + cause(key, tenant, right, name));
            return Entrance.BAD_CREDENTIALS;
        }
        return entrance.admit(tenant, new KeyIdentity(key), request.connect().clientId());
    }

    /// Every token must be good. They are looked at before the key, and what is wrong is told only to who has a token
    /// that was issued here: so nobody learns which keys exist.
    AuthResult token(LoginName name, ConnectRequest request) {
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
        SigningKey key = keyring.find(name.accessKey());
        Tenant tenant = entrance.tenant(name.instance());
        if (key == null || tenant == null || !key.key().opens(name.instance())) {
            return Entrance.BAD_CREDENTIALS;
        }
        TokenIdentity identity = new TokenIdentity(key);
        given.forEach(identity::put);
        return entrance.admit(tenant, identity, request.connect().clientId());
    }

    private @Nullable Refused add(Map<TokenType, Token> given, String typeName, String text, LoginName name) {
        TokenType type = TokenType.of(typeName);
        if (type == null) {
            return bad("a token's type is R, W or RW");
        }
        return switch (tokens.check(text, type, name.accessKey(), name.instance())) {
            case Tokens.Check.Bad(TokenFault fault) -> refused(type, fault);
            case Tokens.Check.Good(Token token) ->
                given.put(type, token) == null ? null : bad("two tokens of type " + type);
        };
    }

    private static Refused refused(TokenType type, TokenFault fault) {
        return switch (fault) {
            case EXPIRED, REVOKED, TYPE_MISMATCH, RESOURCE_MISMATCH -> bad(type + " token: " + fault.text());
            case FORGED, BAD_SIGNATURE, ACCOUNT_NOT_AUTHORIZED -> Entrance.BAD_CREDENTIALS;
        };
    }

    /// For the operator alone: the client must not learn it.
    private static String cause(@Nullable SigningKey key, @Nullable Tenant tenant, boolean right, LoginName name) {
        if (key == null) {
            return "there is no AccessKey " + Abridged.of(name.accessKey());
        }
        if (tenant == null) {
            return "there is no instance " + Abridged.of(name.instance());
        }
        return right
                ? "AccessKey " + key.key().id() + " does not open instance " + tenant.id()
                : "it is not made with the secret of AccessKey " + key.key().id();
    }

    private static Refused bad(String why) {
        return new Refused(ReasonCode.BAD_USER_NAME_OR_PASSWORD, why);
    }
}
