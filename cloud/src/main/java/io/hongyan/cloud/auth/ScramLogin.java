package io.hongyan.cloud.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.cloud.auth.ScramExchange.Candidate;
import io.hongyan.cloud.identity.KeyIdentity;
import io.hongyan.cloud.identity.UserIdentity;
import io.hongyan.cloud.key.Hmac;
import io.hongyan.cloud.key.Keyring;
import io.hongyan.cloud.key.Scram;
import io.hongyan.cloud.key.SigningKey;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.cloud.metadata.ScramSecret;
import io.hongyan.cloud.rules.Tenant;
import io.hongyan.cloud.rules.View;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Logins by SCRAM-SHA-256, for users who have a secret for it, and for AccessKeys under the name that signature mode
/// uses. A name with nobody behind it gets a salt all the same, and the same one each time.
final class ScramLogin {
    static final String METHOD = "SCRAM-SHA-256";

    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 18;

    private final Entrance entrance;
    private final Keyring keyring;
    private final BlockingChecks checks;
    private final RandomGenerator random;
    private final ConcurrentHashMap<String, Derived> derived =
            new ConcurrentHashMap<>(); // one for each key used so far

    private record Derived(String password, ScramSecret secret) {}

    ScramLogin(Entrance entrance, Keyring keyring, BlockingChecks checks, RandomGenerator random) {
        this.entrance = entrance;
        this.keyring = keyring;
        this.checks = checks;
        this.random = random;
    }

    AuthExchange exchange(ConnectRequest request) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String text = Base64.getEncoder().encodeToString(nonce);
        return new ScramExchange(
                name -> candidate(name, request),
                checks,
                request.peer().address().getHostString(),
                request.gone(),
                text);
    }

    private Candidate candidate(String name, ConnectRequest request) {
        String username = request.connect().username();
        Candidate found = null;
        if (username == null || username.isEmpty() || username.equals(name)) {
            LoginName login = LoginName.read(name);
            found = login == null ? user(name, request) : key(login, request);
        }
        return found == null ? nobody(name) : found;
    }

    private @Nullable Candidate user(String name, ConnectRequest request) {
        Tenant tenant = entrance.usualTenant(request);
        View view = tenant == null ? null : tenant.view();
        PasswordUser user =
                view == null || view.charter().isCloud() ? null : view.charter().user(name);
        ScramSecret secret = user == null ? null : user.scram();
        if (tenant == null || secret == null) {
            return null;
        }
        String clientId = request.connect().clientId();
        return new Candidate(secret, () -> entrance.admit(tenant, new UserIdentity(name), clientId));
    }

    private @Nullable Candidate key(LoginName login, ConnectRequest request) {
        SigningKey key = keyring.find(login.accessKey());
        Tenant tenant = entrance.tenant(login.instance());
        if (!login.mode().equals(LoginName.SIGNATURE)
                || key == null
                || tenant == null
                || !key.key().opens(tenant.id())) {
            return null;
        }
        String clientId = request.connect().clientId();
        return new Candidate(
                secret(key),
                () -> keyring.opens(key, tenant.id())
                        ? entrance.admit(tenant, new KeyIdentity(key), clientId)
                        : Entrance.BAD_CREDENTIALS);
    }

    /// Derived from the key's secret once, and again when that has changed.
    private ScramSecret secret(SigningKey key) {
        String password = key.key().secret();
        Derived known = derived.get(key.key().id());
        if (known == null || !known.password().equals(password)) {
            known = new Derived(password, Scram.secret(password, salt(key.key().id()), Scram.ITERATIONS));
            derived.put(key.key().id(), known);
        }
        return known.secret();
    }

    private Candidate nobody(String name) {
        LoginName login = LoginName.read(name);
        String salt = Base64.getEncoder().encodeToString(salt(login == null ? name : login.accessKey()));
        byte[] key = Hmac.sha256(keyring.tokenKey(), ("scram nobody " + name).getBytes(UTF_8));
        String text = Base64.getEncoder().encodeToString(key);
        return new Candidate(new ScramSecret(salt, Scram.ITERATIONS, text, text), null);
    }

    /// Always the same for a name, and not to be guessed from it.
    private byte[] salt(String name) {
        byte[] all = Hmac.sha256(keyring.tokenKey(), ("scram salt " + name).getBytes(UTF_8));
        return Arrays.copyOf(all, SALT_BYTES);
    }
}
