package io.hongyan.broker.auth;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Accepts every client under any user name and allows all that the standard allows. For tests and measurements on
/// loopback.
///
/// @param instance the tenant that all clients belong to
public record AllowAllAuthenticator(String instance) implements Authenticator {
    @Override
    public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
        String user = request.connect().username();
        String name = user == null ? "" : user;
        answer.accept(new AuthResult.Admitted(instance, () -> name, ClientPolicy.open()));
    }

    @Override
    public ClientPolicy policy(String tenant) {
        return ClientPolicy.open();
    }

    @Override
    public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
        return null;
    }
}
