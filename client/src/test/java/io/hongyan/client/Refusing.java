package io.hongyan.client;

import io.hongyan.broker.auth.AllowAllAuthenticator;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.Authorizer;
import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.auth.Decision;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.testkit.TestBroker;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets everybody in, and refuses filters that begin with what is in the set.
record Refusing(Set<String> refused) implements Authenticator, Authorizer {
    @Override
    public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
        answer.accept(new AuthResult.Admitted(TestBroker.INSTANCE, () -> "", policy(TestBroker.INSTANCE)));
    }

    @Override
    public ClientPolicy policy(String instance) {
        ClientPolicy open = new AllowAllAuthenticator(instance).policy(instance);
        return new ClientPolicy(
                this,
                open.publishPolicy(),
                open.subscribePolicy(),
                open.controlTopics(),
                open.directDelivery(),
                open.presence(),
                open.reactions(),
                open.grantedLimits(),
                open.pace(),
                open.outbound(),
                open.status());
    }

    @Override
    public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
        return null;
    }

    @Override
    public Decision publish(Client client, Topic topic) {
        return Decision.ALLOW;
    }

    @Override
    public Decision subscribe(Client client, TopicFilter filter) {
        return refused.stream().anyMatch(filter.text()::startsWith)
                ? Decision.deny(ReasonCode.NOT_AUTHORIZED, "the test says so")
                : Decision.ALLOW;
    }
}
