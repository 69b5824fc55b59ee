package io.hongyan.cloud.auth;

import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.AuthResult.Refused;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.auth.Decision;
import io.hongyan.cloud.identity.CloudIdentity;
import io.hongyan.cloud.rules.ActiveInstance;
import io.hongyan.cloud.rules.ActiveInstances;
import io.hongyan.cloud.rules.LoginTexts;
import io.hongyan.cloud.rules.PolicySnapshot;
import io.hongyan.cloud.topic.Truncated;
import io.hongyan.codec.ReasonCode;
import org.jspecify.annotations.Nullable;

/// The last step of each login: checks that the instance exists and accepts the client id.
final class LoginGate {
    /// The same answer for every wrong name, key, secret and instance, so that clients cannot find out which exist.
    ///
    /// @param cause for the operator
    static Refused badCredentials(String cause) {
        return new Refused(ReasonCode.BAD_USER_NAME_OR_PASSWORD, LoginTexts.BAD_CREDENTIALS, cause);
    }

    /// A login could not be checked because of an error of the server.
    static final Refused INTERNAL_ERROR = new Refused(ReasonCode.UNSPECIFIED_ERROR, LoginTexts.INTERNAL_ERROR);

    private static final Refused SUSPENDED = new Refused(ReasonCode.SERVER_UNAVAILABLE, LoginTexts.SUSPENDED);

    static final Refused BUSY = new Refused(ReasonCode.SERVER_BUSY, "too many logins wait for their check");

    private final ActiveInstances instances;
    private final AuthSettings settings;

    LoginGate(ActiveInstances instances, AuthSettings settings) {
        this.instances = instances;
        this.settings = settings;
    }

    @Nullable
    ActiveInstance find(String instance) {
        return instances.find(instance);
    }

    /// The instance of a client whose user name does not contain one; null when the listener has none.
    @Nullable
    ActiveInstance defaultInstance(ConnectRequest request) {
        String instance = settings.instance(request.peer().listener());
        return instance == null ? null : instances.find(instance);
    }

    /// For the operator: an instance that is not there.
    static String gone(String instance) {
        return instance.isEmpty()
                ? "the user name names no instance: it has the form Signature|AccessKey|instance"
                : "there is no instance " + Truncated.of(instance);
    }

    boolean allowsAnonymous() {
        return settings.anonymous();
    }

    /// The rules of an instance; null when it does not exist.
    @Nullable
    ClientPolicy policy(String instance) {
        ActiveInstance active = instances.find(instance);
        PolicySnapshot current = active == null ? null : active.current();
        return current == null ? null : current.clientPolicy();
    }

    /// Admits a client whatever the form of its id is.
    AuthResult admitAnyId(ActiveInstance instance, CloudIdentity identity) {
        PolicySnapshot current = instance.current();
        if (current == null) {
            return badCredentials(gone(instance.id()));
        }
        return current.policy().instance().suspended()
                ? SUSPENDED
                : new Admitted(instance.id(), identity, current.clientPolicy());
    }

    AuthResult admit(ActiveInstance instance, CloudIdentity identity, String clientId) {
        PolicySnapshot current = instance.current();
        if (current == null) {
            return badCredentials(gone(instance.id()));
        }
        return switch (current.policy().checkClientId(clientId)) {
            case Decision.Allow _ -> admitAnyId(instance, identity);
            case Decision.Deny deny -> new Refused(deny.reason(), deny.why());
        };
    }
}
