package io.hongyan.cloud.business;

import io.hongyan.auth.Hmac;
import io.hongyan.auth.Signature;
import io.hongyan.cloud.business.BusinessLogin.Admitted;
import io.hongyan.cloud.business.BusinessLogin.Result;
import io.hongyan.cloud.custom.CustomAccount;
import io.hongyan.cloud.custom.CustomAccounts;
import io.hongyan.cloud.custom.CustomAuth;
import io.hongyan.cloud.key.KeyRegistry;
import io.hongyan.cloud.rules.ActiveInstance;
import org.jspecify.annotations.Nullable;

/// Logins as a user of custom authentication.
final class CustomUserLogin {
    private final KeyRegistry keys;
    private final CustomAuth custom;

    CustomUserLogin(KeyRegistry keys, CustomAuth custom) {
        this.keys = keys;
        this.custom = custom;
    }

    Result login(@Nullable ActiveInstance instance, BusinessUser user, BusinessCredentials given) {
        CustomAccount account = instance == null || user.name().indexOf('\0') >= 0
                ? null
                : custom.accounts().user(instance.id(), user.name());
        boolean right = matches(account, given);
        if (instance == null || account == null || !right) {
            String shown = "custom user " + user.shownName();
            return BusinessLogin.bad(
                    instance,
                    user,
                    account == null
                            ? "there is no " + shown + " in " + user.instance()
                            : "the password is not the signKey signed with the secret of " + shown);
        }
        return new Admitted(new CustomUser(instance, user.name(), custom));
    }

    /// The SDK signs in either mode; other clients may show the secret of one that is not signed.
    private boolean matches(@Nullable CustomAccount account, BusinessCredentials given) {
        if (account == null) {
            return keys.decoy().signed(given.signKey(), given.password());
        }
        boolean signed = Signature.matches(Hmac.sha1Key(account.secret()), given.signKey(), given.password());
        boolean shown = CustomAccounts.matches(account, given.signKey(), given.password());
        return signed || shown;
    }
}
