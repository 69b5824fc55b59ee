package io.hongyan.broker.node;

import io.hongyan.broker.auth.AllowAllAuthenticator;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Knows no other instance than `i`.
record OneInstance(AllowAllAuthenticator everybody) implements Authenticator {
    @Override
    public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
        everybody.authenticate(request, answer);
    }

    @Override
    public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
        return everybody.exchange(method, request);
    }

    @Override
    public @Nullable ClientPolicy policy(String instance) {
        return instance.equals("i") ? everybody.policy(instance) : null;
    }
}
