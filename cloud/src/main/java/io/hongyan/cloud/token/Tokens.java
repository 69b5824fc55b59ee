package io.hongyan.cloud.token;

import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.key.Keyring;
import io.hongyan.cloud.key.SigningKey;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.RevokedToken;
import io.hongyan.cloud.token.TokenText.Reading;
import io.hongyan.cloud.topic.Abridged;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Issues tokens, says whether one is good, and calls one back. Any thread.
public final class Tokens {
    private static final Duration SHORTEST = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST_RESOURCES = 100;
    private static final int LONGEST_RESOURCE = 256;
    private static final int ID_BYTES = 12;

    private final Metadata metadata;
    private final Keyring keyring;
    private final Clock clock;
    private final RandomGenerator random;

    /// @param random must be unpredictable
    public Tokens(Metadata metadata, Keyring keyring, Clock clock, RandomGenerator random) {
        this.metadata = metadata;
        this.keyring = keyring;
        this.clock = clock;
        this.random = random;
    }

    /// A token, or why there is none.
    public sealed interface Issue {
        /// @param text opaque; letters, digits, `-` and `_`
        record Issued(String text, long expiresAt) implements Issue {}

        record Refused(String why) implements Issue {}
    }

    /// A token, or what is wrong with it.
    public sealed interface Check {
        record Good(Token token) implements Check {}

        record Bad(TokenFault fault) implements Check {}
    }

    /// Makes a token.
    ///
    /// @param accessKey in whose name
    /// @param resources topics, possibly with `+` and `#`; 1 to 100 different ones
    /// @param expiresAt milliseconds since 1970; at least 60 s from now, and cut to 30 days
    public Issue apply(
            String accessKey, String instance, Collection<String> resources, TokenType type, long expiresAt) {
        SigningKey key = keyring.find(accessKey);
        CloudInstance known = metadata.snapshot().instance(instance).orElse(null);
        if (key == null || known == null || !key.key().opens(instance)) {
            return new Issue.Refused(
                    "AccessKey " + Abridged.of(accessKey) + " does not open instance " + Abridged.of(instance));
        }
        long now = clock.wallMillis();
        if (expiresAt < now + SHORTEST.toMillis()) {
            return new Issue.Refused("a token lives at least 60 s, but its end is at " + expiresAt);
        }
        var names = new TreeSet<>(resources);
        if (names.isEmpty() || names.size() > MOST_RESOURCES) {
            return new Issue.Refused("a token has 1 to " + MOST_RESOURCES + " resources, not " + names.size());
        }
        List<TopicFilter> filters = new ArrayList<>();
        for (String name : names) {
            String fault = fault(name);
            if (fault != null) {
                return new Issue.Refused(fault);
            }
            filters.add(TopicFilter.parse(name));
        }
        long end = Math.min(expiresAt, now + LONGEST.toMillis());
        Token token = new Token(newId(), instance, known.createdAt(), accessKey, type, filters, end);
        return new Issue.Issued(TokenText.write(token, keyring.tokenKey()), end);
    }

    /// Whether a token is good now, for its own account and instance.
    public Check query(String text) {
        return switch (TokenText.read(text, keyring.tokenKey())) {
            case Reading.Bad bad -> new Check.Bad(bad.fault());
            case Reading.Good good -> {
                TokenFault fault = fault(good.token());
                yield fault == null ? new Check.Good(good.token()) : new Check.Bad(fault);
            }
        };
    }

    /// The same, for a client that came with that account to that instance and wants to use it as that type.
    public Check check(String text, TokenType type, String accessKey, String instance) {
        return switch (query(text)) {
            case Check.Bad bad -> bad;
            case Check.Good(Token token) -> {
                if (!token.accessKey().equals(accessKey) || !token.instance().equals(instance)) {
                    yield new Check.Bad(TokenFault.ACCOUNT_NOT_AUTHORIZED);
                }
                yield token.type().includes(type) ? new Check.Good(token) : new Check.Bad(TokenFault.TYPE_MISMATCH);
            }
        };
    }

    /// Declares a token void. Connections that use it end. A token that ended before is void already.
    ///
    /// @return what is wrong with the token, so that nothing was done; nothing when it is void now
    public Optional<TokenFault> revoke(String instance, String text) {
        return switch (TokenText.read(text, keyring.tokenKey())) {
            case Reading.Bad bad -> Optional.of(bad.fault());
            case Reading.Good(Token token)
            when !token.instance().equals(instance) -> Optional.of(TokenFault.ACCOUNT_NOT_AUTHORIZED);
            case Reading.Good(Token token) -> {
                if (token.expiresAt() > clock.wallMillis()) {
                    metadata.revokeToken(new RevokedToken(token.id(), token.expiresAt()));
                }
                yield Optional.empty();
            }
        };
    }

    /// What has become of a token whose signature is right; null when nothing has.
    public @Nullable TokenFault fault(Token token) {
        if (token.expiresAt() <= clock.wallMillis()) {
            return TokenFault.EXPIRED;
        }
        if (keyring.revoked(token.id())) {
            return TokenFault.REVOKED;
        }
        boolean ofThisInstance = metadata.snapshot()
                .instance(token.instance())
                .filter(instance -> instance.createdAt() == token.instanceSince())
                .isPresent();
        if (!ofThisInstance) {
            return TokenFault.REVOKED;
        }
        SigningKey key = keyring.find(token.accessKey());
        return key != null && key.key().opens(token.instance()) ? null : TokenFault.ACCOUNT_NOT_AUTHORIZED;
    }

    private static @Nullable String fault(String resource) {
        try {
            TopicFilter filter = TopicFilter.parse(resource);
            if (filter.isShared() || filter.utf8().length > LONGEST_RESOURCE) {
                return "a resource is a topic of at most " + LONGEST_RESOURCE + " bytes, not a shared one: "
                        + Abridged.of(resource);
            }
            return null;
        } catch (ProtocolException violation) {
            return "resource " + Abridged.of(resource) + ": " + violation.getMessage();
        }
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
}
