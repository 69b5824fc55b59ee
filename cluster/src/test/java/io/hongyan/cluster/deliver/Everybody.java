package io.hongyan.cluster.deliver;

import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets everybody in; a topic `p2p/<client>` names one client.
final class Everybody implements Authenticator {
    private static final String DIRECT = "p2p/";
    private static final ClientPolicy OPEN = ClientPolicy.open();
    private static final ClientPolicy POLICY = new ClientPolicy(
            OPEN.authorizer(),
            OPEN.publishPolicy(),
            OPEN.subscribePolicy(),
            OPEN.controlTopics(),
            topic -> topic.toString().startsWith(DIRECT) ? topic.toString().substring(DIRECT.length()) : null,
            OPEN.presence(),
            OPEN.reactions(),
            OPEN.grantedLimits(),
            OPEN.pace(),
            OPEN.outbound(),
            OPEN.status());

    @Override
    public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
        answer.accept(new AuthResult.Admitted(BrokerNode.INSTANCE, () -> "", POLICY));
    }

    @Override
    public ClientPolicy policy(String instance) {
        return POLICY;
    }

    @Override
    public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
        return null;
    }
}
