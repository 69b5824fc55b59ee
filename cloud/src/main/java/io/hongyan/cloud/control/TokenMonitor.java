package io.hongyan.cloud.control;

import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.PresenceListener;
import io.hongyan.broker.auth.Refusal;
import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.identity.TokenIdentity;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.RevokedToken;
import io.hongyan.cloud.token.Token;
import io.hongyan.cloud.token.TokenError;
import io.hongyan.cloud.token.TokenNotices;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.cloud.token.Tokens;
import io.hongyan.codec.ReasonCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Watches the tokens of connected clients. A client is notified five minutes before a token expires. Its connection is
/// closed when a token has expired or was revoked, or when its AccessKey is no longer valid. A token that was replaced
/// before has no effect.
///
/// The hooks run on the client's shard. Changes of the metadata arrive on any thread and are handed to the shards of
/// the connections that use the token.
public final class TokenMonitor implements PresenceListener {
    private static final Duration NOTICE = Duration.ofMinutes(5);

    private final Tokens tokens;
    private final Clock clock;
    private final ConcurrentHashMap<String, Set<TokenClient>> byToken = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<TokenIdentity, TokenClient> tokenClients = new ConcurrentHashMap<>();
    private List<AccessKey> keys = List.of(); // this and the next are only used while the metadata changes
    private Set<RevokedToken> revoked = Set.of();

    /// @param tokens their key registry must have been registered with the metadata before
    public TokenMonitor(Metadata metadata, Tokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
        metadata.listen(this::follow);
    }

    @Override
    public void connected(Client client) {
        if (client.identity() instanceof TokenIdentity identity) {
            TokenClient tokenClient = new TokenClient(client, identity);
            identity.connected(client);
            tokenClients.put(identity, tokenClient);
            identity.tokens().forEach(token -> register(token, tokenClient));
            schedule(tokenClient); // after registering, so that a token that is revoked meanwhile is not missed
        }
    }

    @Override
    public void disconnected(Client client) {
        if (client.identity() instanceof TokenIdentity identity) {
            identity.connected(null);
            TokenClient tokenClient = tokenClients.remove(identity);
            if (tokenClient != null) {
                identity.tokens().forEach(token -> unregister(token, tokenClient));
            }
        }
    }

    /// A client replaces its token of a type. It loses the filters that its tokens no longer cover, and is notified.
    Decision upload(Client client, byte[] payload) {
        if (!(client.identity() instanceof TokenIdentity identity)) {
            return Decision.deny(Refusal.RIGHTS, ReasonCode.NOT_AUTHORIZED, "this client did not log in with a token");
        }
        TokenUpload upload = TokenUpload.read(payload);
        if (upload == null) {
            return Decision.deny(
                    Refusal.RIGHTS,
                    ReasonCode.PAYLOAD_FORMAT_INVALID,
                    "not of the form {\"token\":\"...\",\"type\":\"R, W or RW\"}");
        }
        TokenType type = upload.type();
        return switch (tokens.check(upload.token(), type, identity.name(), client.instance())) {
            case Tokens.Check.Good(Token token) -> {
                replace(identity, type, token);
                if (client.recheck() > 0) {
                    TokenNotices.invalid(client, TokenError.RESOURCE_MISMATCH, type);
                }
                yield Decision.ALLOW;
            }
            case Tokens.Check.Bad(TokenError error) -> {
                end(client, error, type);
                yield Decision.deny(Refusal.RIGHTS, ReasonCode.NOT_AUTHORIZED, error.text());
            }
        };
    }

    private void replace(TokenIdentity identity, TokenType type, Token token) {
        Token old = identity.put(type, token);
        TokenClient tokenClient = tokenClients.get(identity);
        if (tokenClient != null) {
            if (old != null && !identity.tokens().contains(old)) {
                unregister(old, tokenClient);
            }
            register(token, tokenClient);
            tokenClient.renewed(type);
            schedule(tokenClient);
        }
    }

    private void register(Token token, TokenClient tokenClient) {
        byToken.compute(token.id(), (_, present) -> {
            Set<TokenClient> all = present == null ? ConcurrentHashMap.newKeySet(1) : present;
            all.add(tokenClient);
            return all;
        });
    }

    private void unregister(Token token, TokenClient tokenClient) {
        byToken.computeIfPresent(token.id(), (_, all) -> {
            all.remove(tokenClient);
            return all.isEmpty() ? null : all;
        });
    }

    private void follow(MetadataSnapshot now) {
        if (!now.accessKeys().equals(keys)) {
            keys = now.accessKeys();
            tokenClients.values().forEach(this::recheck);
        }
        Set<RevokedToken> next = new HashSet<>(now.revokedTokens());
        for (RevokedToken token : next) {
            Set<TokenClient> users = revoked.contains(token) ? null : byToken.get(token.id());
            if (users != null) {
                users.forEach(this::recheck);
            }
        }
        revoked = next;
    }

    /// Checks a connection on its shard.
    private void recheck(TokenClient tokenClient) {
        tokenClient.client.executor().execute(() -> check(tokenClient));
    }

    /// Notifies the client of a token that will expire, or ends the connection for one that is invalid.
    private void check(TokenClient tokenClient) {
        TokenIdentity identity = tokenClient.identity;
        if (identity.connected() == null) {
            return;
        }
        for (TokenType type : TokenType.values()) {
            Token token = identity.token(type);
            TokenError error = token == null ? null : tokens.error(token);
            if (error != null) {
                end(tokenClient.client, error, type);
                return;
            }
            if (token != null && noticeAt(token) <= clock.wallMillis() && tokenClient.notice(type)) {
                TokenNotices.expires(tokenClient.client, type, token.expiresAt());
            }
        }
        schedule(tokenClient);
    }

    private void schedule(TokenClient tokenClient) {
        long due = Long.MAX_VALUE;
        for (TokenType type : TokenType.values()) {
            due = Math.min(due, due(tokenClient, type, tokenClient.identity.token(type)));
        }
        if (due != Long.MAX_VALUE && tokenClient.needsTimer(due)) {
            long wait = Math.max(0, due - clock.wallMillis());
            tokenClient.client.after(Duration.ofMillis(wait), () -> {
                tokenClient.woken();
                check(tokenClient);
            });
        }
    }

    private long due(TokenClient tokenClient, TokenType type, @Nullable Token token) {
        if (token == null) {
            return Long.MAX_VALUE;
        }
        if (tokens.error(token) != null) {
            return clock.wallMillis();
        }
        return tokenClient.isNoticed(type) ? token.expiresAt() : noticeAt(token);
    }

    private static long noticeAt(Token token) {
        return token.expiresAt() - NOTICE.toMillis();
    }

    private static void end(Client client, TokenError error, TokenType type) {
        TokenNotices.invalid(client, error, type);
        client.disconnect(ReasonCode.NOT_AUTHORIZED, error.text());
    }
}
