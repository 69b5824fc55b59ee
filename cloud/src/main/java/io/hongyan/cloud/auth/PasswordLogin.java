package io.hongyan.cloud.auth;

import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.cloud.identity.UserIdentity;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.cloud.rules.Charter;
import io.hongyan.cloud.rules.Tenant;
import io.hongyan.cloud.rules.View;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCrypt;

/// The way in with a user's name and password, in profile open.
final class PasswordLogin {
    private final Entrance entrance;
    private final BlockingChecks checks;

    PasswordLogin(Entrance entrance, BlockingChecks checks) {
        this.entrance = entrance;
        this.checks = checks;
    }

    void login(String name, ConnectRequest request, Consumer<AuthResult> answer) {
        Tenant tenant = entrance.usualTenant(request);
        View view = tenant == null ? null : tenant.view();
        byte[] password = request.connect().password();
        if (tenant == null || view == null || view.charter().isCloud() || password == null) {
            answer.accept(Entrance.BAD_CREDENTIALS);
            return;
        }
        PasswordUser user = view.charter().user(name);
        String hash = user == null ? decoy(view.charter()) : user.hash();
        if (hash == null) {
            answer.accept(Entrance.BAD_CREDENTIALS);
            return;
        }
        boolean accepted = checks.submit(
                request.peer().address().getHostString(),
                request.gone(),
                () -> matches(password, hash) && user != null
                        ? entrance.admit(
                                tenant,
                                new UserIdentity(name),
                                request.connect().clientId())
                        : Entrance.BAD_CREDENTIALS,
                answer,
                Entrance.FAULT);
        if (!accepted) {
            answer.accept(Entrance.BUSY);
        }
    }

    /// The hash of somebody else, so that an unknown name takes as long as a wrong password. Without users nothing can
    /// be learnt.
    private static @Nullable String decoy(Charter charter) {
        List<PasswordUser> users = charter.instance().users();
        return users.isEmpty() ? null : users.getFirst().hash();
    }

    private static boolean matches(byte[] password, String hash) {
        try {
            return BCrypt.checkpw(password, hash);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
