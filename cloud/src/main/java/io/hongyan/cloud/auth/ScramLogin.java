package io.hongyan.cloud.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.auth.Hmac;
import io.hongyan.auth.ScramSecret;
import io.hongyan.auth.ServiceUserName;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.cloud.auth.ScramExchange.Candidate;
import io.hongyan.cloud.identity.KeyIdentity;
import io.hongyan.cloud.identity.UserIdentity;
import io.hongyan.cloud.key.KeyRegistry;
import io.hongyan.cloud.key.SigningKey;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.cloud.rules.ActiveInstance;
import io.hongyan.cloud.rules.PolicySnapshot;
import io.hongyan.cloud.topic.Truncated;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Logins by SCRAM-SHA-256, for users that have a SCRAM secret, and for AccessKeys with the user name of signature
/// mode. An unknown name gets a salt, too, and always the same one, so that clients cannot find out which names exist.
final class ScramLogin {
    static final String METHOD = ScramSecret.METHOD;

    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 18;

    private final LoginGate gate;
    private final KeyRegistry keyRegistry;
    private final PasswordCheckPool checks;
    private final RandomGenerator random;
    private final ConcurrentHashMap<String, Derived> derived =
            new ConcurrentHashMap<>(); // one for each key used so far

    private record Derived(String password, ScramSecret secret) {}

    ScramLogin(LoginGate gate, KeyRegistry keyRegistry, PasswordCheckPool checks, RandomGenerator random) {
        this.gate = gate;
        this.keyRegistry = keyRegistry;
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
            ServiceUserName login = ServiceUserName.read(name);
            found = login == null ? user(name, request) : key(login, request);
        }
        return found == null ? unknown(name) : found;
    }

    private @Nullable Candidate user(String name, ConnectRequest request) {
        ActiveInstance instance = gate.defaultInstance(request);
        PolicySnapshot current = instance == null ? null : instance.current();
        PasswordUser user = current == null || current.policy().isCloud()
                ? null
                : current.policy().user(name);
        ScramSecret secret = user == null ? null : user.scram();
        if (instance == null || secret == null) {
            return null;
        }
        String clientId = request.connect().clientId();
        return new Candidate(
                secret,
                () -> gate.admit(instance, new UserIdentity(name), clientId),
                "SCRAM: the password of user " + Truncated.of(name) + " is another one");
    }

    private @Nullable Candidate key(ServiceUserName login, ConnectRequest request) {
        SigningKey key = keyRegistry.find(login.accessKey());
        ActiveInstance instance = gate.find(login.instance());
        if (!login.mode().equals(ServiceUserName.SIGNATURE)
                || key == null
                || instance == null
                || !key.key().isValidFor(instance.id())) {
            return null;
        }
        String clientId = request.connect().clientId();
        return new Candidate(
                secret(key),
                () -> keyRegistry.isValid(key, instance.id()) && keyRegistry.mayConnect(key, instance.id(), clientId)
                        ? gate.admit(instance, new KeyIdentity(key), clientId)
                        : LoginGate.badCredentials("AccessKey " + key.key().id()
                                + " was changed meanwhile, or has no right to publish or subscribe"),
                "SCRAM: the secret of AccessKey " + key.key().id() + " is another one");
    }

    /// The SCRAM secret of a key, computed once for each secret.
    private ScramSecret secret(SigningKey key) {
        String password = key.key().secret();
        Derived known = derived.get(key.key().id());
        if (known == null || !known.password().equals(password)) {
            known = new Derived(
                    password, ScramSecret.of(password, salt(key.key().id()), ScramSecret.ITERATIONS));
            derived.put(key.key().id(), known);
        }
        return known.secret();
    }

    private Candidate unknown(String name) {
        ServiceUserName login = ServiceUserName.read(name);
        String salt = Base64.getEncoder().encodeToString(salt(login == null ? name : login.accessKey()));
        byte[] key = Hmac.sha256(keyRegistry.tokenKey(), ("scram nobody " + name).getBytes(UTF_8));
        String text = Base64.getEncoder().encodeToString(key);
        return new Candidate(
                new ScramSecret(salt, ScramSecret.ITERATIONS, text, text),
                null,
                "SCRAM: there is no user " + Truncated.of(name)
                        + " with a SCRAM secret, or its AccessKey or instance does not exist");
    }

    /// The same for each call with a name, and not predictable.
    private byte[] salt(String name) {
        byte[] all = Hmac.sha256(keyRegistry.tokenKey(), ("scram salt " + name).getBytes(UTF_8));
        return Arrays.copyOf(all, SALT_BYTES);
    }
}
