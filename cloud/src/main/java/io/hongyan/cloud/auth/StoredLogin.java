package io.hongyan.cloud.auth;

import io.hongyan.auth.ServiceUserName;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.cloud.custom.CustomAccount;
import io.hongyan.cloud.custom.CustomAccounts;
import io.hongyan.cloud.custom.CustomAuth;
import io.hongyan.cloud.device.DeviceCredentials;
import io.hongyan.cloud.identity.CustomIdentity;
import io.hongyan.cloud.identity.DeviceIdentity;
import io.hongyan.cloud.rules.ActiveInstance;
import io.hongyan.cloud.topic.Truncated;
import java.util.function.Consumer;

/// Logins that are checked against rows of the store: credentials of devices, custom authentication.
final class StoredLogin {
    private static final byte[] NO_PASSWORD = {};

    private final LoginGate gate;
    private final DeviceCredentials devices;
    private final CustomAuth custom;
    private final Screening screening;

    StoredLogin(LoginGate gate, DeviceCredentials devices, CustomAuth custom, Screening screening) {
        this.gate = gate;
        this.devices = devices;
        this.custom = custom;
        this.screening = screening;
    }

    void device(ServiceUserName name, ConnectRequest request, Consumer<AuthResult> answer) {
        screening.look(request, () -> device(name, request), answer);
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
        screening.look(request, () -> custom(instance, username, request), answer);
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

    private static byte[] password(ConnectRequest request) {
        byte[] password = request.connect().password();
        return password == null ? NO_PASSWORD : password;
    }
}
