package io.hongyan.cloud.auth;

import io.hongyan.auth.ServiceUserName;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.AuthResult.Refused;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.custom.CustomAccount;
import io.hongyan.cloud.custom.CustomAccounts;
import io.hongyan.cloud.custom.CustomAuth;
import io.hongyan.cloud.device.DeviceCredentials;
import io.hongyan.cloud.identity.CustomIdentity;
import io.hongyan.cloud.identity.DeviceIdentity;
import io.hongyan.cloud.rules.ActiveInstance;
import io.hongyan.cloud.topic.Truncated;
import io.hongyan.codec.ReasonCode;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Logins that are checked against rows of the store: credentials of devices, custom authentication, the blacklist.
final class StoredLogin {
    private static final System.Logger LOG = System.getLogger(StoredLogin.class.getName());
    private static final byte[] NO_PASSWORD = {};
    private static final Refused BLACK = new Refused(ReasonCode.BANNED, "the client is on the blacklist");
    private static final Refused UNREADABLE =
            new Refused(ReasonCode.SERVER_UNAVAILABLE, "the login could not be checked: the store does not answer");

    private final LoginGate gate;
    private final DeviceCredentials devices;
    private final CustomAuth custom;
    private final Executor reads;

    /// @param reads runs what waits for the disk
    StoredLogin(LoginGate gate, DeviceCredentials devices, CustomAuth custom, Executor reads) {
        this.gate = gate;
        this.devices = devices;
        this.custom = custom;
        this.reads = reads;
    }

    void device(ServiceUserName name, ConnectRequest request, Consumer<AuthResult> answer) {
        read(request, answer, () -> device(name, request));
    }

    private AuthResult device(ServiceUserName name, ConnectRequest request) {
        long asOf = devices.version();
        String clientId = request.connect().clientId();
        ActiveInstance instance = gate.find(name.instance());
        boolean right = devices.matches(name.instance(), clientId, name.accessKey(), password(request));
        if (instance == null || !right || request.assigned()) {
            return LoginGate.badCredentials(
                    instance == null
                            ? LoginGate.gone(name.instance())
                            : "client " + Truncated.of(clientId)
                                    + " has no such credential of a device, or the password"
                                    + " is not its client id signed with the secret");
        }
        return gate.admit(instance, new DeviceIdentity(name.accessKey(), asOf), clientId);
    }

    void custom(ActiveInstance instance, String username, ConnectRequest request, Consumer<AuthResult> answer) {
        read(request, answer, () -> custom(instance, username, request));
    }

    private AuthResult custom(ActiveInstance instance, String username, ConnectRequest request) {
        long asOf = custom.version();
        String clientId = request.connect().clientId();
        CustomAccount account = username.indexOf('\0') >= 0 || clientId.indexOf('\0') >= 0
                ? null
                : custom.accounts().find(instance.id(), username, clientId);
        if (account == null || !CustomAccounts.matches(account, clientId, password(request))) {
            return LoginGate.badCredentials(
                    account == null
                            ? "user name " + Truncated.of(username) + " is neither one of the service's forms, such as"
                                    + " Signature|AccessKey|instance, nor one of custom authentication in "
                                    + instance.id()
                            : "the password of custom user " + Truncated.of(username) + " is another one");
        }
        var permissions = custom.permissions().of(instance.id(), username, clientId);
        return gate.admitAnyId(instance, new CustomIdentity(username, account.type(), permissions, asOf));
    }

    /// Answers with a login that was checked, unless its client is on the blacklist.
    void screened(AuthResult result, ConnectRequest request, Consumer<AuthResult> answer) {
        if (result instanceof Admitted admitted && custom.blacklist().mayHaveRows(admitted.instance())) {
            read(request, answer, () -> result);
        } else {
            answer.accept(result);
        }
    }

    private void read(ConnectRequest request, Consumer<AuthResult> answer, Supplier<AuthResult> check) {
        reads.execute(() -> answer.accept(result(request, check)));
    }

    private AuthResult result(ConnectRequest request, Supplier<AuthResult> check) {
        try {
            AuthResult result = check.get();
            return result instanceof Admitted admitted && isBlack(admitted.instance(), request) ? BLACK : result;
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "a login could not be checked: {0}", e.getMessage());
            return UNREADABLE;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a login could not be checked", e);
            return LoginGate.INTERNAL_ERROR;
        }
    }

    private boolean isBlack(String instance, ConnectRequest request) {
        if (!custom.blacklist().mayHaveRows(instance)) {
            return false;
        }
        custom.blacklist().look(instance);
        return custom.blacklist().contains(instance, request.connect().clientId());
    }

    private static byte[] password(ConnectRequest request) {
        byte[] password = request.connect().password();
        return password == null ? NO_PASSWORD : password;
    }
}
