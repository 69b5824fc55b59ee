package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Goal: an answer that the provider did not give to this login of this browser lets nobody in.
class ForgedSignOnTest extends SignOnStage {
    /// Tokens that somebody else made, or made for something else.
    enum Forgery {
        NONE,
        SECRET_OF_CLIENT,
        PUBLIC_KEY_AS_SECRET,
        OTHER_KEY,
        OTHER_ISSUER,
        OTHER_AUDIENCE,
        SEVERAL_AUDIENCES,
        OTHER_PARTY,
        EXPIRED,
        NO_EXPIRY,
        OTHER_NONCE,
        NO_NONCE,
        NONCE_OF_NULL,
        END_OF_NULL,
        SUBJECT_OF_NULL,
        BLANK_SUBJECT,
        FROM_TOMORROW,
        NO_TOKEN;

        private Map<String, Object> claims() {
            Map<String, Object> claims = new HashMap<>(ALICE);
            switch (this) {
                case OTHER_ISSUER -> claims.put("iss", "https://login.example.com");
                case OTHER_AUDIENCE -> claims.put("aud", "another client");
                case SEVERAL_AUDIENCES -> claims.put("aud", List.of(HandmadeProvider.CLIENT, "another client"));
                case OTHER_PARTY -> claims.put("azp", "another client");
                case EXPIRED -> claims.put("exp", Date.from(Instant.now().minusSeconds(120)));
                case NO_EXPIRY -> claims.put("exp", null);
                case OTHER_NONCE -> claims.put("nonce", "of-another-login");
                case NO_NONCE -> claims.put("nonce", null);
                case BLANK_SUBJECT -> claims.put("sub", " ");
                case FROM_TOMORROW -> claims.put("iat", Date.from(Instant.now().plusSeconds(86_400)));
                case NONE,
                        SECRET_OF_CLIENT,
                        PUBLIC_KEY_AS_SECRET,
                        OTHER_KEY,
                        NONCE_OF_NULL,
                        END_OF_NULL,
                        SUBJECT_OF_NULL,
                        NO_TOKEN -> {}
            }
            return claims;
        }

        private String token(RSAKey key, JWTClaimsSet claims) throws JOSEException {
            return switch (this) {
                case NONE -> new PlainJWT(claims).serialize();
                case SECRET_OF_CLIENT -> byHash(HandmadeProvider.SECRET.repeat(8), claims);
                case PUBLIC_KEY_AS_SECRET -> byHash(key.toPublicJWK().toJSONString(), claims);
                case OTHER_KEY -> HandmadeProvider.signed(HandmadeProvider.newKey(key.getKeyID()), claims);
                case NO_TOKEN -> "none";
                case OTHER_ISSUER,
                        OTHER_AUDIENCE,
                        SEVERAL_AUDIENCES,
                        OTHER_PARTY,
                        EXPIRED,
                        NO_EXPIRY,
                        OTHER_NONCE,
                        NO_NONCE,
                        BLANK_SUBJECT,
                        FROM_TOMORROW -> HandmadeProvider.signed(key, claims);
                case NONCE_OF_NULL -> HandmadeProvider.signed(key, without("nonce", claims));
                case END_OF_NULL -> HandmadeProvider.signed(key, without("exp", claims));
                case SUBJECT_OF_NULL -> HandmadeProvider.signed(key, without("sub", claims));
            };
        }

        /// With null in place of a claim.
        private static JWTClaimsSet without(String claim, JWTClaimsSet claims) {
            return new JWTClaimsSet.Builder(claims)
                    .serializeNullClaims(true)
                    .claim(claim, null)
                    .build();
        }

        private static String byHash(String secret, JWTClaimsSet claims) throws JOSEException {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            jwt.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
            return jwt.serialize();
        }
    }

    @ParameterizedTest
    @EnumSource(Forgery.class)
    void a_token_that_is_not_for_this_login_is_refused(Forgery forgery) throws Exception {
        provider.maker = claims -> forgery.token(provider.key, claims);
        expectRefused(logIn(forgery.claims()), "token");
        assertThat(audit().getLast().values())
                .containsEntry("what", "log in to the console as oidc")
                .containsEntry("status", 401L);
        provider.maker = provider::signed;
        assertThat(place(logIn(ALICE))).isEqualTo("/console/");
    }

    @Test
    void an_answer_lets_somebody_in_once() throws Exception {
        Visit visit = new Visit().begin("/");
        Map<String, String> query = provider.logIn(visit.request, ALICE);
        assertThat(place(visit.comeBack(query))).isEqualTo("/console/");
        expectRefused(visit.comeBack(query), "expired");

        Visit other = new Visit().begin("/");
        Map<String, String> replayed = new HashMap<>(provider.logIn(other.request, ALICE));
        replayed.put("code", query.getOrDefault("code", ""));
        expectRefused(other.comeBack(replayed), "token");
    }

    @Test
    void an_answer_is_for_the_browser_that_began() throws Exception {
        Visit victim = new Visit().begin("/");
        Visit attacker = new Visit().begin("/");
        Map<String, String> query = provider.logIn(attacker.request, ALICE);
        expectRefused(victim.comeBack(query), "expired");
        expectRefused(attacker.comeBack(query), "expired"); // nobody can have it tried out

        Visit bare = new Visit().begin("/");
        Map<String, String> own = provider.logIn(bare.request, ALICE);
        expectRefused(bare.withCookie("").comeBack(own), "expired");
        expectRefused(new Visit().comeBack(Map.of("code", "1")), "expired");
        expectRefused(new Visit().comeBack(Map.of("code", "1", "state", "")), "expired");
    }

    @Test
    void a_code_that_another_login_asked_for_is_not_taken() throws Exception {
        Visit one = new Visit().begin("/");
        Visit two = new Visit().begin("/");
        Map<String, String> stolen = new HashMap<>(provider.logIn(one.request, ALICE));
        stolen.put("state", HandmadeProvider.query(two.request).getOrDefault("state", ""));
        expectRefused(two.comeBack(stolen), "token"); // PKCE
    }

    @Test
    void the_answer_of_another_provider_is_refused() throws Exception {
        Visit visit = new Visit().begin("/");
        Map<String, String> mixed = new HashMap<>(provider.logIn(visit.request, ALICE));
        mixed.put("iss", "https://login.example.com");
        expectRefused(visit.comeBack(mixed), "token");
    }

    @Test
    void somebody_whom_the_provider_refuses_is_told_so() throws Exception {
        Visit visit = new Visit().begin("/instances");
        String state = HandmadeProvider.query(visit.request).getOrDefault("state", "");
        HttpResponse<String> answer =
                visit.comeBack(Map.of("state", state, "error", "access_denied", "error_description", "not\nyou"));
        expectRefused(answer, "refused");
        assertThat(place(answer)).endsWith("&back=%2Finstances");
        assertThat(audit().getLast().text("why")).isEqualTo("the provider said access_denied: not\nyou");
    }

    @Test
    void who_fails_too_often_is_locked_out_here_and_not_from_a_login_by_password() throws Exception {
        for (int i = 0; i < 5; i++) {
            Visit visit = new Visit().begin("/");
            Map<String, String> guess = Map.of(
                    "code",
                    "guess",
                    "state",
                    HandmadeProvider.query(visit.request).getOrDefault("state", ""));
            expectRefused(visit.comeBack(guess), "token");
        }
        Visit locked = new Visit().begin("/instances");
        assertThat(locked.request.toString()).isEqualTo("/console/login?sso=locked&back=%2Finstances");
        administrator();
    }

    @Test
    void answers_that_nobody_asked_for_lock_nobody_out() throws Exception {
        for (int i = 0; i < 30; i++) {
            expectRefused(new Visit().comeBack(Map.of("code", "1", "state", "guess" + i)), "expired");
        }
        assertThat(place(logIn(ALICE))).isEqualTo("/console/");
        assertThat(audit().stream()
                        .filter(each -> each.text("what").contains("/console/oidc/callback"))
                        .count())
                .as("and fill no log")
                .isLessThan(5);
    }
}
