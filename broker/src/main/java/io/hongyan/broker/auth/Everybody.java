package io.hongyan.broker.auth;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets everybody in, under whatever name, and lets them do what the standard allows: for tests and measurements on
/// loopback.
///
/// @param instance the tenant that all clients belong to
public record Everybody(String instance) implements Authenticator {
    @Override
    public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
        String user = request.connect().username();
        String name = user == null ? "" : user;
        answer.accept(new AuthResult.Admitted(instance, () -> name, Rules.open()));
    }

    @Override
    public Rules rules(String tenant) {
        return Rules.open();
    }

    @Override
    public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
        return null;
    }
}
