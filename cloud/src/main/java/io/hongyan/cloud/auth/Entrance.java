package io.hongyan.cloud.auth;

import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.AuthResult.Refused;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.Rules;
import io.hongyan.cloud.identity.CloudIdentity;
import io.hongyan.cloud.rules.Tenant;
import io.hongyan.cloud.rules.Tenants;
import io.hongyan.cloud.rules.View;
import io.hongyan.codec.ReasonCode;
import org.jspecify.annotations.Nullable;

/// The last step of every way in: who proved who they are still need a client id that the instance accepts.
final class Entrance {
    /// One answer for every wrong name, key, secret and instance, so that nobody learns which of them exist.
    static final Refused BAD_CREDENTIALS =
            new Refused(ReasonCode.BAD_USER_NAME_OR_PASSWORD, "unknown user or instance, or wrong password");

    /// A check met a fault of ours.
    static final Refused FAULT = new Refused(
            ReasonCode.UNSPECIFIED_ERROR, "the login could not be checked: an internal error of the server");

    static final Refused BUSY = new Refused(ReasonCode.SERVER_BUSY, "too many logins wait for their check");

    private final Tenants tenants;
    private final AuthSettings settings;

    Entrance(Tenants tenants, AuthSettings settings) {
        this.tenants = tenants;
        this.settings = settings;
    }

    @Nullable
    Tenant tenant(String instance) {
        return tenants.find(instance);
    }

    /// Where a client belongs that names no instance.
    @Nullable
    Tenant usualTenant(ConnectRequest request) {
        String instance = settings.instance(request.peer().listener());
        return instance == null ? null : tenants.find(instance);
    }

    boolean allowsAnonymous() {
        return settings.anonymous();
    }

    /// What holds in an instance for clients that are not there; null when there is no such instance.
    @Nullable
    Rules rules(String instance) {
        Tenant tenant = tenants.find(instance);
        View view = tenant == null ? null : tenant.view();
        return view == null ? null : view.rules();
    }

    AuthResult admit(Tenant tenant, CloudIdentity identity, String clientId) {
        View view = tenant.view();
        if (view == null) {
            return BAD_CREDENTIALS;
        }
        return switch (view.charter().client(clientId)) {
            case Decision.Allow _ -> new Admitted(tenant.id(), identity, view.rules());
            case Decision.Deny deny -> new Refused(deny.reason(), deny.why());
        };
    }
}
