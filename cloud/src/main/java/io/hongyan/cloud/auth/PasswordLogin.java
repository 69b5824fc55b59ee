package io.hongyan.cloud.auth;

import io.hongyan.auth.MosquittoHash;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.cloud.identity.UserIdentity;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.cloud.rules.ActiveInstance;
import io.hongyan.cloud.rules.InstancePolicy;
import io.hongyan.cloud.rules.PolicySnapshot;
import io.hongyan.cloud.topic.Truncated;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCrypt;

/// Logins with user name and password, in profile open.
final class PasswordLogin {
    private final LoginGate gate;
    private final PasswordCheckPool checks;

    PasswordLogin(LoginGate gate, PasswordCheckPool checks) {
        this.gate = gate;
        this.checks = checks;
    }

    void login(String name, ConnectRequest request, Consumer<AuthResult> answer) {
        ActiveInstance instance = gate.defaultInstance(request);
        PolicySnapshot current = instance == null ? null : instance.current();
        byte[] password = request.connect().password();
        if (instance == null || current == null) {
            answer.accept(LoginGate.badCredentials(
                    "the listener has no instance, and the user name names none: it has the form"
                            + " Signature|AccessKey|instance"));
            return;
        }
        if (password == null) {
            answer.accept(LoginGate.badCredentials("there is no password"));
            return;
        }
        PasswordUser user = current.policy().user(name);
        String hash = user == null ? decoy(current.policy()) : user.hash();
        String cause = user == null
                ? (name.isEmpty()
                        ? "the user name is empty, and no user has such a name"
                        : "there is no user " + Truncated.of(name) + " in instance " + instance.id())
                : "the password of user " + Truncated.of(name) + " is another one";
        if (hash == null) {
            answer.accept(LoginGate.badCredentials(cause));
            return;
        }
        boolean accepted = checks.submit(
                request.peer().address().getHostString(),
                request.gone(),
                () -> matches(password, hash) && user != null
                        ? gate.admit(
                                instance,
                                new UserIdentity(name),
                                request.connect().clientId())
                        : LoginGate.badCredentials(cause),
                answer,
                LoginGate.INTERNAL_ERROR);
        if (!accepted) {
            answer.accept(LoginGate.BUSY);
        }
    }

    /// The hash of another user: an unknown name takes as long as a wrong password. Null when there are no users.
    private static @Nullable String decoy(InstancePolicy policy) {
        List<PasswordUser> users = policy.instance().users();
        return users.isEmpty() ? null : users.getFirst().hash();
    }

    private static boolean matches(byte[] password, String hash) {
        try {
            return MosquittoHash.is(hash)
                    ? MosquittoHash.parse(hash).matches(password)
                    : BCrypt.checkpw(password, hash);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
