package io.hongyan.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hongyan.server.http.Headers;
import io.hongyan.server.http.Request;
import io.hongyan.server.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An OpenID provider that says what a test wants it to, also what none should. Where browsers log in is not part of
/// it.
final class HandmadeProvider implements AutoCloseable {
    static final String CLIENT = "hongyan console";
    static final String SECRET = "s3cret/+";

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /// Challenges by code.
    private final Map<String, String> codes = new ConcurrentHashMap<>();

    private final AtomicInteger made = new AtomicInteger();

    volatile RSAKey key = newKey("first");
    /// What the next token says beside, or in place of, what it should.
    volatile Map<String, Object> claims = Map.of();
    /// Makes the token of its claims.
    volatile Maker maker = this::signed;
    /// Answers in place of the token endpoint.
    volatile Answering tokenEndpoint = this::tokens;
    volatile Map<String, Object> userInfo = Map.of("sub", "person-1");
    volatile Map<String, Object> metadata = Map.of();
    final AtomicInteger keyRequests = new AtomicInteger();

    interface Maker {
        String make(JWTClaimsSet claims) throws JOSEException;
    }

    interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    HandmadeProvider() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/.well-known/openid-configuration", exchange -> json(exchange, 200, metadata()));
        http.createContext("/keys", exchange -> {
            keyRequests.incrementAndGet();
            json(exchange, 200, new JWKSet(key).toJSONObject());
        });
        http.createContext("/token", exchange -> tokenEndpoint.answer(exchange));
        http.createContext("/userinfo", exchange -> {
            boolean right =
                    "Bearer access-1".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            json(exchange, right ? 200 : 401, userInfo);
        });
        http.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private Map<String, Object> metadata() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("issuer", issuer());
        told.put("authorization_endpoint", issuer() + "/login?tenant=plant");
        told.put("token_endpoint", issuer() + "/token");
        told.put("jwks_uri", issuer() + "/keys");
        told.put("userinfo_endpoint", issuer() + "/userinfo");
        told.putAll(metadata);
        return told;
    }

    static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Somebody logged in, and goes back with a code.
    ///
    /// @param request where the service sent the browser
    /// @return the query with which the browser comes back
    Map<String, String> logIn(URI request, Map<String, Object> person) {
        Map<String, String> asked = query(request);
        String code = "code-" + made.incrementAndGet();
        codes.put(code, asked.get("code_challenge"));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("nonce", asked.get("nonce"));
        all.putAll(person);
        claims = all;
        return Map.of("code", code, "state", asked.get("state"));
    }

    static Map<String, String> query(URI request) {
        return Request.of("GET", request.toString(), Headers.NONE, new byte[0], "")
                .query();
    }

    private void tokens(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Map<String, String> form = query(URI.create("/?" + body));
        String basic = "Basic " + Base64.getEncoder().encodeToString("hongyan+console:s3cret%2F%2B".getBytes(US_ASCII));
        if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            json(exchange, 401, Map.of("error", "invalid_client"));
            return;
        }
        String challenge = codes.remove(form.getOrDefault("code", ""));
        if (challenge == null || !challenge.equals(digest(form.getOrDefault("code_verifier", "")))) {
            json(exchange, 400, Map.of("error", "invalid_grant"));
            return;
        }
        try {
            json(exchange, 200, Map.of("id_token", maker.make(token()), "access_token", "access-1"));
        } catch (JOSEException e) {
            throw new IOException(e);
        }
    }

    private JWTClaimsSet token() {
        Instant now = Instant.now();
        JWTClaimsSet.Builder token = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(CLIENT)
                .subject("person-1")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
        claims.forEach(token::claim);
        return token.build();
    }

    String signed(JWTClaimsSet token) throws JOSEException {
        return signed(key, token);
    }

    static String signed(RSAKey by, JWTClaimsSet token) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(), token);
        jwt.sign(new RSASSASigner(by));
        return jwt.serialize();
    }

    private static String digest(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static void json(HttpExchange exchange, int status, Map<String, ?> object) throws IOException {
        byte[] body = Json.line(object).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
