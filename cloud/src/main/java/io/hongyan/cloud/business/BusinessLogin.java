package io.hongyan.cloud.business;

import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.custom.CustomAuth;
import io.hongyan.cloud.key.KeyRegistry;
import io.hongyan.cloud.rules.ActiveInstance;
import io.hongyan.cloud.rules.ActiveInstances;
import io.hongyan.cloud.rules.LoginTexts;
import io.hongyan.cloud.secret.TemporaryKeys;
import io.hongyan.cloud.topic.Truncated;
import io.hongyan.codec.ReasonCode;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// Lets business systems in: with an AccessKey, with a temporary key, or as a user of custom authentication. Any
/// thread that may block.
public final class BusinessLogin {
    private static final System.Logger LOG = System.getLogger(BusinessLogin.class.getName());

    private final ActiveInstances instances;
    private final AccessKeyLogin keys;
    private final CustomUserLogin users;

    public BusinessLogin(
            ActiveInstances instances, KeyRegistry keyRegistry, TemporaryKeys temporaryKeys, CustomAuth custom) {
        this.instances = instances;
        this.keys = new AccessKeyLogin(keyRegistry, temporaryKeys);
        this.users = new CustomUserLogin(keyRegistry, custom);
    }

    /// What became of a login.
    public sealed interface Result permits Admitted, Refused {}

    public record Admitted(BusinessAccount account) implements Result {}

    /// @param reason the one that a client of MQTT would be told
    /// @param why for the client: it does not say which instances, keys and users exist
    /// @param forLog for the operator
    public record Refused(ReasonCode reason, String why, String forLog) implements Result {
        /// Both may know it.
        Refused(ReasonCode reason, String why) {
            this(reason, why, why);
        }
    }

    /// Checks a login. May wait for the disk.
    public Result login(BusinessCredentials given) {
        BusinessUser user = BusinessUser.read(given.user(), given.custom());
        if (user == null) {
            String form = given.custom() ? BusinessUser.CUSTOM_FORM : BusinessUser.FORM;
            return new Refused(
                    ReasonCode.BAD_USER_NAME_OR_PASSWORD, form, form + ": " + BusinessUser.withoutToken(given.user()));
        }
        ActiveInstance instance = instances.find(user.instance());
        try {
            Result result = given.custom() ? users.login(instance, user, given) : keys.login(instance, user, given);
            return result instanceof Admitted && instance != null && instance.isSuspended()
                    ? new Refused(ReasonCode.SERVER_UNAVAILABLE, LoginTexts.SUSPENDED)
                    : result;
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "a login could not be checked: {0}", e.getMessage());
            return new Refused(ReasonCode.SERVER_UNAVAILABLE, LoginTexts.UNREADABLE);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a login could not be checked", e);
            return new Refused(ReasonCode.UNSPECIFIED_ERROR, LoginTexts.INTERNAL_ERROR);
        }
    }

    /// The same answer for every wrong name, key, secret and instance.
    ///
    /// @param cause when the instance is there
    static Refused bad(@Nullable ActiveInstance instance, BusinessUser user, String cause) {
        return new Refused(
                ReasonCode.BAD_USER_NAME_OR_PASSWORD,
                LoginTexts.BAD_CREDENTIALS,
                instance == null ? "there is no instance " + Truncated.of(user.instance()) : cause);
    }
}
