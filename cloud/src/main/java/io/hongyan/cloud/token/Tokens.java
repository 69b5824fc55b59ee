package io.hongyan.cloud.token;

import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.key.KeyRegistry;
import io.hongyan.cloud.key.SigningKey;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.RevokedToken;
import io.hongyan.cloud.token.TokenCodec.Decoded;
import io.hongyan.cloud.topic.ParentTopicSet;
import io.hongyan.cloud.topic.Truncated;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.topic.TopicFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Issues, checks and revokes tokens. Any thread.
public final class Tokens {
    private static final Duration SHORTEST = Duration.ofSeconds(60);

    /// Who asks for the shortest life has counted it from before the request was sent.
    private static final Duration ON_THE_WAY = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST_RESOURCES = 100;
    private static final int LONGEST_RESOURCE = 256;
    private static final int ID_BYTES = 12;

    private final Metadata metadata;
    private final KeyRegistry keyRegistry;
    private final Clock clock;
    private final RandomGenerator random;

    /// @param random must be unpredictable
    public Tokens(Metadata metadata, KeyRegistry keyRegistry, Clock clock, RandomGenerator random) {
        this.metadata = metadata;
        this.keyRegistry = keyRegistry;
        this.clock = clock;
        this.random = random;
    }

    /// The result of a request for a token.
    public sealed interface Issue {
        /// @param text opaque; letters, digits, `-` and `_`
        record Issued(String text, long expiresAt) implements Issue {}

        /// @param lacksRight whether the account may not give away what it asks for; else a value is wrong
        record Refused(String why, boolean lacksRight) implements Issue {
            Refused(String why) {
                this(why, false);
            }
        }
    }

    /// The result of a check.
    public sealed interface Check {
        record Good(Token token) implements Check {}

        record Bad(TokenError error) implements Check {}
    }

    /// Issues a token.
    ///
    /// @param accessKey the issuing account
    /// @param resources topics, possibly with `+` and `#`; 1 to 100 different ones
    /// @param expiresAt milliseconds since 1970; at least 60 s from now, and cut to 30 days
    public Issue apply(
            String accessKey, String instance, Collection<String> resources, TokenType type, long expiresAt) {
        SigningKey key = keyRegistry.find(accessKey);
        CloudInstance known = metadata.snapshot().instance(instance).orElse(null);
        if (key == null || known == null || !key.key().isValidFor(instance)) {
            return new Issue.Refused(
                    "AccessKey " + Truncated.of(accessKey) + " does not open instance " + Truncated.of(instance));
        }
        long now = clock.wallMillis();
        if (expiresAt < now + SHORTEST.minus(ON_THE_WAY).toMillis()) {
            return new Issue.Refused("a token lives at least 60 s, but its end is at " + expiresAt);
        }
        var names = new TreeSet<>(resources);
        if (names.isEmpty() || names.size() > MOST_RESOURCES) {
            return new Issue.Refused("a token has 1 to " + MOST_RESOURCES + " resources, not " + names.size());
        }
        List<TopicFilter> filters = new ArrayList<>();
        for (String name : names) {
            String error = error(name);
            if (error != null) {
                return new Issue.Refused(error);
            }
            TopicFilter filter = TopicFilter.parse(name);
            String missing = missingRight(key.key(), instance, type, filter);
            if (missing != null) {
                return new Issue.Refused(missing, true);
            }
            filters.add(filter);
        }
        long end = Math.min(expiresAt, now + LONGEST.toMillis());
        Token token = new Token(newId(), instance, known.createdAt(), accessKey, type, filters, end);
        return new Issue.Issued(TokenCodec.encode(token, keyRegistry.tokenKey()), end);
    }

    /// Checks a token for its own account and instance.
    public Check query(String text) {
        return switch (TokenCodec.decode(text, keyRegistry.tokenKey())) {
            case Decoded.Bad bad -> new Check.Bad(bad.error());
            case Decoded.Good good -> {
                TokenError error = error(good.token());
                yield error == null ? new Check.Good(good.token()) : new Check.Bad(error);
            }
        };
    }

    /// Checks a token for a client of an account and instance that uses it as a type.
    public Check check(String text, TokenType type, String accessKey, String instance) {
        return switch (query(text)) {
            case Check.Bad bad -> bad;
            case Check.Good(Token token) -> {
                if (!token.accessKey().equals(accessKey) || !token.instance().equals(instance)) {
                    yield new Check.Bad(TokenError.ACCOUNT_NOT_AUTHORIZED);
                }
                yield token.type().includes(type) ? new Check.Good(token) : new Check.Bad(TokenError.TYPE_MISMATCH);
            }
        };
    }

    /// Revokes a token. Connections that use it end. Has no effect on an expired token.
    ///
    /// @return the error that prevented it; empty when the token is revoked or has expired
    public Optional<TokenError> revoke(String instance, String text) {
        return switch (TokenCodec.decode(text, keyRegistry.tokenKey())) {
            case Decoded.Bad bad -> Optional.of(bad.error());
            case Decoded.Good(Token token)
            when !token.instance().equals(instance) -> Optional.of(TokenError.ACCOUNT_NOT_AUTHORIZED);
            case Decoded.Good(Token token) -> {
                if (token.expiresAt() > clock.wallMillis()) {
                    metadata.revokeToken(new RevokedToken(token.id(), token.expiresAt()));
                }
                yield Optional.empty();
            }
        };
    }

    /// Until when a token of this server is valid; empty when it is of another one.
    public Optional<Instant> expiry(String text) {
        return switch (TokenCodec.decode(text, keyRegistry.tokenKey())) {
            case Decoded.Bad _ -> Optional.empty();
            case Decoded.Good good ->
                Optional.of(Instant.ofEpochMilli(good.token().expiresAt()));
        };
    }

    /// The time by which tokens expire.
    public Instant now() {
        return Instant.ofEpochMilli(clock.wallMillis());
    }

    /// Why a token with a valid signature is not accepted; null when it is.
    public @Nullable TokenError error(Token token) {
        if (token.expiresAt() <= clock.wallMillis()) {
            return TokenError.EXPIRED;
        }
        if (keyRegistry.isRevoked(token.id())) {
            return TokenError.REVOKED;
        }
        boolean ofThisInstance = metadata.snapshot()
                .instance(token.instance())
                .filter(instance -> instance.createdAt() == token.instanceSince())
                .isPresent();
        if (!ofThisInstance) {
            return TokenError.REVOKED;
        }
        SigningKey key = keyRegistry.find(token.accessKey());
        return key != null && key.key().isValidFor(token.instance()) ? null : TokenError.ACCOUNT_NOT_AUTHORIZED;
    }

    /// What an account lacks to give that away; null when it lacks nothing.
    private static @Nullable String missingRight(AccessKey key, String instance, TokenType type, TopicFilter filter) {
        String topic = ParentTopicSet.firstLevel(filter.utf8());
        String right = type.writes() && !key.mayUseWithSomeGroup(AccessRight.PUBLISH, instance, topic)
                ? AccessRight.PUBLISH
                : null;
        if (type.reads() && !key.mayUseWithSomeGroup(AccessRight.SUBSCRIBE, instance, topic)) {
            right = AccessRight.SUBSCRIBE;
        }
        return right == null
                ? null
                : "AccessKey " + key.id() + " has no right " + right + " to parent topic " + Truncated.of(topic);
    }

    private static @Nullable String error(String resource) {
        try {
            TopicFilter filter = TopicFilter.parse(resource);
            if (filter.isShared() || filter.utf8().length > LONGEST_RESOURCE) {
                return "a resource is a topic of at most " + LONGEST_RESOURCE + " bytes, not a shared one: "
                        + Truncated.of(resource);
            }
            return null;
        } catch (ProtocolException violation) {
            return "resource " + Truncated.of(resource) + ": " + violation.getMessage();
        }
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
}
