package io.hongyan.cloud.control;

import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.Presence;
import io.hongyan.broker.auth.Refusal;
import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.identity.TokenIdentity;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.RevokedToken;
import io.hongyan.cloud.token.Notices;
import io.hongyan.cloud.token.Token;
import io.hongyan.cloud.token.TokenFault;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.cloud.token.Tokens;
import io.hongyan.codec.ReasonCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The connections that live on tokens. A client is warned before a token ends, and its connection is closed when one
/// has ended, was revoked, or lost the key behind it; a token that was replaced in time does not matter any more.
///
/// Its hooks run on the client's shard. Changes of the metadata come from any thread, find the connections by token,
/// and go to their shards.
public final class TokenSessions implements Presence {
    private static final Duration WARNING = Duration.ofMinutes(5);

    private final Tokens tokens;
    private final Clock clock;
    private final ConcurrentHashMap<String, Set<TokenWatch>> byToken = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<TokenIdentity, TokenWatch> watches = new ConcurrentHashMap<>();
    private List<AccessKey> keys = List.of(); // this and the next: only while the metadata changes
    private Set<RevokedToken> revoked = Set.of();

    /// Follows that metadata from now on. The keyring behind the tokens must follow it already.
    public TokenSessions(Metadata metadata, Tokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
        metadata.listen(this::follow);
    }

    @Override
    public void connected(Client client) {
        if (client.identity() instanceof TokenIdentity identity) {
            TokenWatch watch = new TokenWatch(client, identity);
            identity.connected(client);
            watches.put(identity, watch);
            identity.tokens().forEach(token -> register(token, watch));
            schedule(watch); // after registering: a token revoked meanwhile is seen here or found there
        }
    }

    @Override
    public void disconnected(Client client) {
        if (client.identity() instanceof TokenIdentity identity) {
            identity.connected(null);
            TokenWatch watch = watches.remove(identity);
            if (watch != null) {
                identity.tokens().forEach(token -> unregister(token, watch));
            }
        }
    }

    /// A client brings a token in place of the one of that type. It loses the filters that its tokens do not cover any
    /// more, and is told so.
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
                    Notices.invalid(client, TokenFault.RESOURCE_MISMATCH, type);
                }
                yield Decision.ALLOW;
            }
            case Tokens.Check.Bad(TokenFault fault) -> {
                end(client, fault, type);
                yield Decision.deny(Refusal.RIGHTS, ReasonCode.NOT_AUTHORIZED, fault.text());
            }
        };
    }

    private void replace(TokenIdentity identity, TokenType type, Token token) {
        Token old = identity.put(type, token);
        TokenWatch watch = watches.get(identity);
        if (watch != null) {
            if (old != null && !identity.tokens().contains(old)) {
                unregister(old, watch);
            }
            register(token, watch);
            watch.renewed(type);
            schedule(watch);
        }
    }

    private void register(Token token, TokenWatch watch) {
        byToken.compute(token.id(), (_, present) -> {
            Set<TokenWatch> all = present == null ? ConcurrentHashMap.newKeySet(1) : present;
            all.add(watch);
            return all;
        });
    }

    private void unregister(Token token, TokenWatch watch) {
        byToken.computeIfPresent(token.id(), (_, all) -> {
            all.remove(watch);
            return all.isEmpty() ? null : all;
        });
    }

    private void follow(MetadataSnapshot now) {
        if (!now.accessKeys().equals(keys)) {
            keys = now.accessKeys();
            watches.values().forEach(this::look);
        }
        Set<RevokedToken> next = new HashSet<>(now.revokedTokens());
        for (RevokedToken token : next) {
            Set<TokenWatch> users = revoked.contains(token) ? null : byToken.get(token.id());
            if (users != null) {
                users.forEach(this::look);
            }
        }
        revoked = next;
    }

    /// Has a connection looked at again, on its shard.
    private void look(TokenWatch watch) {
        watch.client.executor().execute(() -> inspect(watch));
    }

    /// Says and does what is due about a connection's tokens.
    private void inspect(TokenWatch watch) {
        TokenIdentity identity = watch.identity;
        if (identity.connected() == null) {
            return;
        }
        for (TokenType type : TokenType.values()) {
            Token token = identity.token(type);
            TokenFault fault = token == null ? null : tokens.fault(token);
            if (fault != null) {
                end(watch.client, fault, type);
                return;
            }
            if (token != null && warnsAt(token) <= clock.wallMillis() && watch.notice(type)) {
                Notices.expires(watch.client, type, token.expiresAt());
            }
        }
        schedule(watch);
    }

    private void schedule(TokenWatch watch) {
        long due = Long.MAX_VALUE;
        for (TokenType type : TokenType.values()) {
            due = Math.min(due, due(watch, type, watch.identity.token(type)));
        }
        if (due != Long.MAX_VALUE && watch.needsTimer(due)) {
            long wait = Math.max(0, due - clock.wallMillis());
            watch.client.after(Duration.ofMillis(wait), () -> {
                watch.woken();
                inspect(watch);
            });
        }
    }

    private long due(TokenWatch watch, TokenType type, @Nullable Token token) {
        if (token == null) {
            return Long.MAX_VALUE;
        }
        if (tokens.fault(token) != null) {
            return clock.wallMillis();
        }
        return watch.isNoticed(type) ? token.expiresAt() : warnsAt(token);
    }

    private static long warnsAt(Token token) {
        return token.expiresAt() - WARNING.toMillis();
    }

    private static void end(Client client, TokenFault fault, TokenType type) {
        Notices.invalid(client, fault, type);
        client.disconnect(ReasonCode.NOT_AUTHORIZED, fault.text());
    }
}
