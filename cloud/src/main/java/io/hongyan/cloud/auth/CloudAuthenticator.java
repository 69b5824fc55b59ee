package io.hongyan.cloud.auth;

import io.hongyan.auth.ServiceUserName;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.AuthResult.Refused;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.cloud.certificate.CertificateRule;
import io.hongyan.cloud.custom.CustomAuth;
import io.hongyan.cloud.device.DeviceCredentials;
import io.hongyan.cloud.identity.UserIdentity;
import io.hongyan.cloud.key.KeyRegistry;
import io.hongyan.cloud.rules.ActiveInstance;
import io.hongyan.cloud.rules.ActiveInstances;
import io.hongyan.cloud.rules.PolicySnapshot;
import io.hongyan.cloud.token.Tokens;
import io.hongyan.codec.ReasonCode;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Authenticates clients by the form of their user name. `Signature|...`, `Token|...` and `DeviceCredential|...`
/// contain the instance. Any other name is a user of the listener's instance; a client without user name is anonymous
/// in that instance.
public final class CloudAuthenticator implements Authenticator {
    private static final Refused NO_NAME =
            new Refused(ReasonCode.NOT_AUTHORIZED, "clients without user name are not let in");

    private final LoginGate gate;
    private final KeyLogin keys;
    private final PasswordLogin passwords;
    private final ScramLogin scram;
    private final StoredLogin stored;
    private final Screening screening;

    /// @param certificates of clients, which each of them must pass
    /// @param reads runs what waits for the disk
    /// @param random must be unpredictable
    public CloudAuthenticator(
            ActiveInstances instances,
            KeyRegistry keyRegistry,
            Tokens tokens,
            DeviceCredentials devices,
            CustomAuth custom,
            CertificateRule certificates,
            Executor reads,
            PasswordCheckPool checks,
            AuthSettings settings,
            RandomGenerator random) {
        this.gate = new LoginGate(instances, settings);
        this.keys = new KeyLogin(gate, keyRegistry, tokens);
        this.passwords = new PasswordLogin(gate, checks);
        this.scram = new ScramLogin(gate, keyRegistry, checks, random);
        this.screening = new Screening(custom.blacklist(), certificates, reads);
        this.stored = new StoredLogin(gate, devices, custom, screening);
    }

    @Override
    public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
        String username = request.connect().username();
        if (username == null || username.isEmpty()) {
            screening.screen(anonymous(request), request, answer);
            return;
        }
        ServiceUserName name = ServiceUserName.read(username);
        if (name == null) {
            named(username, request, answer);
            return;
        }
        switch (name.mode()) {
            case ServiceUserName.SIGNATURE -> screening.screen(keys.signature(name, request), request, answer);
            case ServiceUserName.TOKEN -> screening.screen(keys.token(name, request), request, answer);
            default -> stored.device(name, request, answer);
        }
    }

    /// A user of profile open, or one of custom authentication in profile cloud.
    private void named(String username, ConnectRequest request, Consumer<AuthResult> answer) {
        ActiveInstance instance = gate.defaultInstance(request);
        PolicySnapshot current = instance == null ? null : instance.current();
        if (instance != null && current != null && current.policy().isCloud()) {
            stored.custom(instance, username, request, answer);
        } else {
            passwords.login(username, request, result -> screening.screen(result, request, answer));
        }
    }

    @Override
    public @Nullable ClientPolicy policy(String instance) {
        return gate.policy(instance);
    }

    @Override
    public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
        return method.equals(ScramLogin.METHOD) ? screening.screened(scram.exchange(request), request) : null;
    }

    private AuthResult anonymous(ConnectRequest request) {
        ActiveInstance instance = gate.defaultInstance(request);
        if (!gate.allowsAnonymous() || instance == null) {
            return NO_NAME;
        }
        return gate.admit(instance, new UserIdentity(""), request.connect().clientId());
    }
}
