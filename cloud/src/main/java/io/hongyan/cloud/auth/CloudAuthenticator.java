package io.hongyan.cloud.auth;

import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.AuthResult.Refused;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.auth.Rules;
import io.hongyan.cloud.identity.UserIdentity;
import io.hongyan.cloud.key.Keyring;
import io.hongyan.cloud.rules.Tenant;
import io.hongyan.cloud.rules.Tenants;
import io.hongyan.cloud.token.Tokens;
import io.hongyan.codec.ReasonCode;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Lets clients in, by the form of their user name: `Signature|...` and `Token|...` name their instance; any other name
/// is a user of the instance that the listener is bound to, and no name is nobody in particular there.
public final class CloudAuthenticator implements Authenticator {
    private static final Refused NO_DEVICE_CREDENTIALS = new Refused(
            ReasonCode.BAD_USER_NAME_OR_PASSWORD, "device credentials are not served; use Signature or Token");
    private static final Refused NO_NAME =
            new Refused(ReasonCode.NOT_AUTHORIZED, "clients without user name are not let in");

    private final Entrance entrance;
    private final KeyLogin keys;
    private final PasswordLogin passwords;
    private final ScramLogin scram;

    /// @param random must be unpredictable
    public CloudAuthenticator(
            Tenants tenants,
            Keyring keyring,
            Tokens tokens,
            BlockingChecks checks,
            AuthSettings settings,
            RandomGenerator random) {
        this.entrance = new Entrance(tenants, settings);
        this.keys = new KeyLogin(entrance, keyring, tokens);
        this.passwords = new PasswordLogin(entrance, checks);
        this.scram = new ScramLogin(entrance, keyring, checks, random);
    }

    @Override
    public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
        String username = request.connect().username();
        if (username == null || username.isEmpty()) {
            answer.accept(anonymous(request));
            return;
        }
        LoginName name = LoginName.read(username);
        if (name == null) {
            passwords.login(username, request, answer);
            return;
        }
        answer.accept(
                switch (name.mode()) {
                    case LoginName.SIGNATURE -> keys.signature(name, request);
                    case LoginName.TOKEN -> keys.token(name, request);
                    default -> NO_DEVICE_CREDENTIALS;
                });
    }

    @Override
    public @Nullable Rules rules(String instance) {
        return entrance.rules(instance);
    }

    @Override
    public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
        return method.equals(ScramLogin.METHOD) ? scram.exchange(request) : null;
    }

    private AuthResult anonymous(ConnectRequest request) {
        Tenant tenant = entrance.usualTenant(request);
        if (!entrance.allowsAnonymous() || tenant == null) {
            return NO_NAME;
        }
        return entrance.admit(tenant, new UserIdentity(""), request.connect().clientId());
    }
}
