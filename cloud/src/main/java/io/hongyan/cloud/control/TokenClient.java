package io.hongyan.cloud.control;

import io.hongyan.broker.auth.Client;
import io.hongyan.cloud.identity.TokenIdentity;
import io.hongyan.cloud.token.TokenType;
import java.util.EnumSet;
import java.util.Set;

/// The state of one connection that uses tokens: which expiry notices were sent, and when its timer fires.
///
/// Confined to the client's shard, except for the final fields.
final class TokenClient {
    private static final long NEVER = Long.MAX_VALUE;

    final Client client;
    final TokenIdentity identity;
    private final Set<TokenType> noticed = EnumSet.noneOf(TokenType.class);
    private long wakesAt = NEVER;

    TokenClient(Client client, TokenIdentity identity) {
        this.client = client;
        this.identity = identity;
    }

    /// Marks the expiry notice of a type as sent.
    ///
    /// @return false when it was sent before
    boolean notice(TokenType type) {
        return noticed.add(type);
    }

    boolean isNoticed(TokenType type) {
        return noticed.contains(type);
    }

    /// The token of a type was replaced.
    void renewed(TokenType type) {
        noticed.remove(type);
    }

    /// Whether a timer must be set, because none fires before that time. Then it counts as set.
    boolean needsTimer(long at) {
        if (at >= wakesAt) {
            return false;
        }
        wakesAt = at;
        return true;
    }

    void woken() {
        wakesAt = NEVER;
    }
}
