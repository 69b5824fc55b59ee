package io.hongyan.cloud.auth;

import io.hongyan.broker.auth.Authorizer;
import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.Identity;
import io.hongyan.cloud.identity.CustomIdentity;
import io.hongyan.cloud.identity.DeviceIdentity;
import io.hongyan.cloud.identity.KeyIdentity;
import io.hongyan.cloud.identity.TokenIdentity;
import io.hongyan.cloud.token.Token;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a connected client logged in, and what it may do, as an operator sees it.
///
/// @param tokens that it uses, those of the lowest type first; empty for another login
/// @param publish whether it may publish to the topic that was asked about; null when none was
/// @param subscribe the same for a filter
public record ClientRights(
        Login login,
        List<Token> tokens,
        @Nullable Decision publish,
        @Nullable Decision subscribe) {
    /// How a client showed who it is.
    public enum Login {
        ACCESS_KEY,
        TOKEN,
        DEVICE_CREDENTIAL,
        CUSTOM_IDENTITY,
        USER,
        ANONYMOUS
    }

    public ClientRights {
        tokens = List.copyOf(tokens);
    }

    /// Only on the shard of the client.
    public static ClientRights of(
            Client client, Authorizer authorizer, @Nullable Topic publish, @Nullable TopicFilter subscribe) {
        return new ClientRights(
                login(client.identity()),
                client.identity() instanceof TokenIdentity holder
                        ? holder.tokens().stream()
                                .sorted(Comparator.comparing(Token::type))
                                .toList()
                        : List.of(),
                publish == null ? null : authorizer.publish(client, publish),
                subscribe == null ? null : authorizer.subscribe(client, subscribe));
    }

    private static Login login(Identity identity) {
        return switch (identity) {
            case KeyIdentity _ -> Login.ACCESS_KEY;
            case TokenIdentity _ -> Login.TOKEN;
            case DeviceIdentity _ -> Login.DEVICE_CREDENTIAL;
            case CustomIdentity _ -> Login.CUSTOM_IDENTITY;
            default -> identity.name().isEmpty() ? Login.ANONYMOUS : Login.USER;
        };
    }
}
