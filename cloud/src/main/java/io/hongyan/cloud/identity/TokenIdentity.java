package io.hongyan.cloud.identity;

import io.hongyan.broker.auth.Client;
import io.hongyan.cloud.key.SigningKey;
import io.hongyan.cloud.token.Token;
import io.hongyan.cloud.token.TokenError;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A client that logged in with tokens: at most one of each type, replaceable while it is connected.
///
/// Confined to the client's shard, but for [#name()].
public final class TokenIdentity implements CloudIdentity {
    private final SigningKey key;
    private final Map<TokenType, Token> tokens = new EnumMap<>(TokenType.class);
    private final DecisionCache decisions = new DecisionCache();
    private @Nullable Client connected;

    public TokenIdentity(SigningKey key) {
        this.key = key;
    }

    public SigningKey key() {
        return key;
    }

    /// Replaces the token of a type.
    ///
    /// @return the previous one, or null
    public @Nullable Token put(TokenType type, Token token) {
        decisions.clear();
        return tokens.put(type, token);
    }

    public @Nullable Token token(TokenType type) {
        return tokens.get(type);
    }

    public Collection<Token> tokens() {
        return tokens.values();
    }

    /// The type that the token of an id is used as; null when the client does not use that token.
    public @Nullable TokenType typeOf(String tokenId) {
        for (var held : tokens.entrySet()) {
            if (held.getValue().id().equals(tokenId)) {
                return held.getKey();
            }
        }
        return null;
    }

    /// Why it may not publish to a topic; null when it may.
    public @Nullable TokenError publishError(Topic topic) {
        TokenError error = TokenError.TYPE_MISMATCH;
        for (var held : tokens.entrySet()) {
            if (held.getKey().writes()) {
                if (held.getValue().covers(topic)) {
                    return null;
                }
                error = TokenError.RESOURCE_MISMATCH;
            }
        }
        return error;
    }

    /// Why it may not subscribe to a filter; null when it may.
    public @Nullable TokenError subscribeError(TopicFilter filter) {
        TokenError error = TokenError.TYPE_MISMATCH;
        for (var held : tokens.entrySet()) {
            if (held.getKey().reads()) {
                if (held.getValue().covers(filter)) {
                    return null;
                }
                error = TokenError.RESOURCE_MISMATCH;
            }
        }
        return error;
    }

    /// Whether it may get messages of a topic.
    public boolean mayReceive(Topic topic) {
        return tokens.entrySet().stream()
                .anyMatch(held -> held.getKey().reads() && held.getValue().covers(topic));
    }

    /// The connected client; null before CONNACK and after the connection has ended.
    public @Nullable Client connected() {
        return connected;
    }

    public void connected(@Nullable Client client) {
        connected = client;
    }

    @Override
    public String name() {
        return key.key().id();
    }

    /// A client is known by its id in its instance, whichever AccessKey of it, or token, it shows: keys are rotated.
    @Override
    public boolean resumes(String owner) {
        return true;
    }

    @Override
    public DecisionCache decisionCache() {
        return decisions;
    }
}
