package io.hongyan.server.console.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.hongyan.broker.message.Clock;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks ID tokens (OpenID Connect Core 1.0, chapter 3.1.3.7): signature, issuer, for whom, until when, and of which
/// login. Keys of the provider are kept for an hour, and asked for again when a token has one that is not among them,
/// twice in half a minute at most. Any thread that may block.
final class IdTokens {
    /// Signatures by a key pair. Without one ("none"), or with a secret that both sides have, anybody could make them
    /// who has the secret.
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final Set<String> NEEDED = Set.of("sub", "iat", "exp", "nonce");
    private static final long FRESH_MILLIS = Duration.ofHours(1).toMillis();
    private static final long INTERVAL_MILLIS = Duration.ofSeconds(30).toMillis();

    /// As the library takes for the other times.
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final String clientId;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    IdTokens(String issuer, String clientId, Provider provider, ProviderHttp http, Clock clock) {
        this.clientId = clientId;
        this.clock = clock;
        JWKSource<SecurityContext> keys = JWKSourceBuilder.create(new ProviderKeys(provider, http))
                .cache(FRESH_MILLIS, 2 * ProviderHttp.PATIENCE.toMillis())
                .refreshAheadCache(false)
                .rateLimited(INTERVAL_MILLIS)
                .build();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        JWTClaimsSet exact = new JWTClaimsSet.Builder().issuer(issuer).build();
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<SecurityContext>(clientId, exact, NEEDED) {
            @Override
            protected Date currentTime() {
                return Date.from(Instant.ofEpochMilli(clock.wallMillis()));
            }
        });
    }

    /// @return what the token claims
    /// @throws OidcRefusal when it is not to be trusted, or the keys cannot be had
    Map<String, Object> check(String token, String nonce) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            String of = claims.getStringClaim("nonce");
            if (of == null || !MessageDigest.isEqual(of.getBytes(UTF_8), nonce.getBytes(UTF_8))) {
                throw OidcRefusal.token("the ID token is of another login (nonce)");
            }
            checkTold(claims);
            checkParty(claims.getAudience(), claims.getStringClaim("azp"));
            return claims.getClaims();
        } catch (ParseException | BadJOSEException e) {
            throw OidcRefusal.token("the ID token is refused: " + e.getMessage());
        } catch (JWKSetUnavailableException e) {
            throw OidcRefusal.unreachable("the keys of the provider cannot be had: " + e.getMessage());
        } catch (JOSEException e) { // a key that is none, or keys that were asked for too often
            throw OidcRefusal.token("the ID token cannot be checked: " + e.getMessage());
        }
    }

    /// That claims are there does not say that they are what they should be.
    private void checkTold(JWTClaimsSet claims) {
        if (!(claims.getClaim("sub") instanceof String subject) || subject.isBlank()) {
            throw OidcRefusal.token("the ID token is of nobody (sub)");
        }
        if (claims.getExpirationTime() == null) {
            throw OidcRefusal.token("the ID token has no end (exp)");
        }
        Date issued = claims.getIssueTime();
        if (issued == null
                || issued.toInstant()
                        .isAfter(Instant.ofEpochMilli(clock.wallMillis()).plus(SKEW))) {
            throw OidcRefusal.token("the ID token is not of the past (iat)");
        }
    }

    /// A token for several parties names the one that asked for it.
    private void checkParty(List<String> audience, @Nullable String party) {
        if (party == null ? audience.size() > 1 : !party.equals(clientId)) {
            throw OidcRefusal.token("the ID token was given to another client (azp): " + party);
        }
    }
}
