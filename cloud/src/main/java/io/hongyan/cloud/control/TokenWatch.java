package io.hongyan.cloud.control;

import io.hongyan.broker.auth.Client;
import io.hongyan.cloud.identity.TokenIdentity;
import io.hongyan.cloud.token.TokenType;
import java.util.EnumSet;
import java.util.Set;

/// What is remembered of one connection that lives on tokens.
///
/// Confined to the client's shard, but for the final fields' values.
final class TokenWatch {
    private static final long NEVER = Long.MAX_VALUE;

    final Client client;
    final TokenIdentity identity;
    private final Set<TokenType> noticed = EnumSet.noneOf(TokenType.class);
    private long wakesAt = NEVER;

    TokenWatch(Client client, TokenIdentity identity) {
        this.client = client;
        this.identity = identity;
    }

    /// Whether it was not yet told that this token will end; from now on it was.
    boolean notice(TokenType type) {
        return noticed.add(type);
    }

    boolean isNoticed(TokenType type) {
        return noticed.contains(type);
    }

    /// Another token took the place of that type.
    void renewed(TokenType type) {
        noticed.remove(type);
    }

    /// Whether a timer is needed for that time, because none is set that comes before. It counts as set from now on: at
    /// most one timer waits for each step towards the present.
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
