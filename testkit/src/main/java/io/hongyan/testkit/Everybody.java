package io.hongyan.testkit;

import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.auth.Rules;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets everybody in, and lets them do what the standard allows.
final class Everybody implements Authenticator {
    @Override
    public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
        String user = request.connect().username();
        String name = user == null ? "" : user;
        answer.accept(new AuthResult.Admitted(TestBroker.INSTANCE, () -> name, Rules.open()));
    }

    @Override
    public Rules rules(String instance) {
        return Rules.open();
    }

    @Override
    public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
        return null;
    }
}
