package io.hongyan.cloud.business;

import io.hongyan.auth.Hmac;
import io.hongyan.auth.Signature;
import io.hongyan.cloud.business.BusinessLogin.Admitted;
import io.hongyan.cloud.business.BusinessLogin.Refused;
import io.hongyan.cloud.business.BusinessLogin.Result;
import io.hongyan.cloud.key.KeyRegistry;
import io.hongyan.cloud.key.SigningKey;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.rules.ActiveInstance;
import io.hongyan.cloud.rules.LoginTexts;
import io.hongyan.cloud.secret.SecretException;
import io.hongyan.cloud.secret.TemporaryKeys;
import io.hongyan.cloud.secret.TemporaryKeys.Opened;
import io.hongyan.codec.ReasonCode;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Logins with an AccessKey or a temporary key. An unknown one takes as long as a wrong password.
final class AccessKeyLogin {
    private final KeyRegistry keys;
    private final TemporaryKeys temporaryKeys;

    AccessKeyLogin(KeyRegistry keys, TemporaryKeys temporaryKeys) {
        this.keys = keys;
        this.temporaryKeys = temporaryKeys;
    }

    /// What a user name stands for.
    ///
    /// @param key null when there is none, or another one than that of the temporary key
    /// @param hmac of the secret that signs
    /// @param cause why there is no key; for the operator
    private record Claim(
            @Nullable SigningKey key,
            SecretKeySpec hmac,
            @Nullable Opened temporary,
            String cause) {}

    Result login(@Nullable ActiveInstance instance, BusinessUser user, BusinessCredentials given) {
        String token = user.token();
        Claim claim = token == null ? own(user) : temporary(user, token);
        boolean right = Signature.matches(claim.hmac(), given.signKey(), given.password());
        SigningKey key = claim.key();
        if (instance == null || key == null || !right) {
            String wrong = "the password is not the signKey signed with the secret of " + shown(user);
            return BusinessLogin.bad(instance, user, key == null ? claim.cause() : wrong);
        }
        Opened temporary = claim.temporary();
        if (temporary != null && temporaryKeys.isExpired(temporary)) {
            return new Refused(
                    ReasonCode.BAD_USER_NAME_OR_PASSWORD,
                    "the token of the temporary key expired at " + Instant.ofEpochMilli(temporary.expires()));
        }
        AccessKey present = key.key();
        if (!present.isValidFor(instance.id())) {
            return BusinessLogin.bad(instance, user, LoginTexts.closed(present, instance.id()));
        }
        return KeyAccount.mayDoAnything(present, instance.id())
                ? new Admitted(new KeyAccount(instance, keys, key, temporaryKeys, temporary))
                : new Refused(ReasonCode.NOT_AUTHORIZED, LoginTexts.noRight(present));
    }

    private Claim own(BusinessUser user) {
        SigningKey key = keys.find(user.name());
        return new Claim(key, (key == null ? keys.decoy() : key).hmac(), null, "there is no " + shown(user));
    }

    private Claim temporary(BusinessUser user, String token) {
        Opened opened;
        try {
            opened = temporaryKeys.open(user.name(), token);
        } catch (SecretException _) {
            return new Claim(
                    null, keys.decoy().hmac(), null, "the token cannot be read, or is not that of " + shown(user));
        }
        SigningKey source = keys.find(opened.source());
        return new Claim(
                source != null && opened.isOf(source.key()) ? source : null,
                Hmac.sha1Key(opened.secret()),
                opened,
                "AccessKey " + opened.source() + ", from which " + shown(user) + " was made, is gone");
    }

    private static String shown(BusinessUser user) {
        return (user.token() == null ? "AccessKey " : "temporary key ") + user.shownName();
    }
}
