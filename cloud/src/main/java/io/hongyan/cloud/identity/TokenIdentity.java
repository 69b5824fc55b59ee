package io.hongyan.cloud.identity;

import io.hongyan.broker.auth.Client;
import io.hongyan.cloud.key.SigningKey;
import io.hongyan.cloud.token.Token;
import io.hongyan.cloud.token.TokenFault;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A client that came with tokens: at most one of each type, replaceable while it is connected.
///
/// Confined to the client's shard, but for [#name()].
public final class TokenIdentity implements CloudIdentity {
    private final SigningKey key;
    private final Map<TokenType, Token> tokens = new EnumMap<>(TokenType.class);
    private final Decisions decisions = new Decisions();
    private @Nullable Client connected;

    public TokenIdentity(SigningKey key) {
        this.key = key;
    }

    public SigningKey key() {
        return key;
    }

    /// Takes the place of the token of that type.
    ///
    /// @return the one that was there
    public @Nullable Token put(TokenType type, Token token) {
        decisions.forget();
        return tokens.put(type, token);
    }

    public @Nullable Token token(TokenType type) {
        return tokens.get(type);
    }

    public Collection<Token> tokens() {
        return tokens.values();
    }

    /// Whether one of its tokens has that id, and as what it is used; null when none has.
    public @Nullable TokenType typeOf(String tokenId) {
        for (var held : tokens.entrySet()) {
            if (held.getValue().id().equals(tokenId)) {
                return held.getKey();
            }
        }
        return null;
    }

    /// Why it may not publish there; null when it may.
    public @Nullable TokenFault publishFault(Topic topic) {
        TokenFault fault = TokenFault.TYPE_MISMATCH;
        for (var held : tokens.entrySet()) {
            if (held.getKey().writes()) {
                if (held.getValue().covers(topic)) {
                    return null;
                }
                fault = TokenFault.RESOURCE_MISMATCH;
            }
        }
        return fault;
    }

    /// Why it may not subscribe to that; null when it may.
    public @Nullable TokenFault subscribeFault(TopicFilter filter) {
        TokenFault fault = TokenFault.TYPE_MISMATCH;
        for (var held : tokens.entrySet()) {
            if (held.getKey().reads()) {
                if (held.getValue().covers(filter)) {
                    return null;
                }
                fault = TokenFault.RESOURCE_MISMATCH;
            }
        }
        return fault;
    }

    /// The client, from when it is told that it is in until its connection ends.
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

    @Override
    public Decisions decisions() {
        return decisions;
    }
}
