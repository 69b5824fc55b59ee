package io.hongyan.server.console.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hongyan.broker.message.Clock;
import io.hongyan.server.admin.AdminCaller;
import io.hongyan.server.config.OidcConfig;
import io.hongyan.server.json.JsonFields;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Logins by an OpenID provider: the authorization code flow of OpenID Connect Core 1.0, chapter 3.1, with PKCE (RFC
/// 7636). Any thread that may block.
public final class SingleSignOn implements AutoCloseable {
    /// The path at which a login begins.
    public static final String START = "/console/oidc/start";

    /// The path to which the provider sends browsers; with the address of the console in front, it has to know it.
    public static final String CALLBACK = "/console/oidc/callback";

    private static final int LONGEST_TOLD = 200;

    private final OidcConfig config;
    private final Attempts attempts;
    private final SignOnCounts counts;
    private final ProviderHttp http;
    private final Provider provider;
    private final IdTokens tokens;
    private final TokenClient client;
    private final RoleTable roles;
    private final URI callback;

    /// @param secret of the client; empty = the provider asks for none
    /// @param tls whom to trust as the provider; null = whom the JDK does
    public SingleSignOn(
            OidcConfig config,
            String secret,
            @Nullable SSLContext tls,
            SignOnCounts counts,
            Clock clock,
            SecureRandom random) {
        this.config = config;
        this.counts = counts;
        this.attempts = new Attempts(clock, random, counts);
        this.http = new ProviderHttp(tls);
        this.provider = new Provider(config.issuer(), http, clock);
        this.tokens = new IdTokens(config.issuer(), config.clientId(), provider, http, clock);
        this.callback = URI.create(config.address() + CALLBACK);
        this.client = new TokenClient(http, config.clientId(), secret, callback);
        this.roles = new RoleTable(config);
    }

    /// A login that begins.
    ///
    /// @param provider where the browser goes
    /// @param cookie what it has to bring back, within [#patience]
    public record Begun(URI provider, String cookie) {}

    /// Somebody whom the provider knows, and who has a role here.
    ///
    /// @param subject the provider's own name, which it gives to nobody else
    public record Person(AdminCaller caller, String subject) {}

    /// How long somebody may take at the provider.
    public static Duration patience() {
        return Attempts.LONGEST;
    }

    public SignOnCounts counts() {
        return counts;
    }

    /// Whether browsers see the console by TLS.
    public boolean secure() {
        return config.address().startsWith("https:");
    }

    /// What a login page needs to know, nothing secret: where a login begins, and what to write on the button, if the
    /// operator said so.
    public Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("start", config.address() + START);
        if (!config.label().isEmpty()) {
            view.put("label", config.label());
        }
        return view;
    }

    /// @param address where the browser is
    /// @param back the path of the page that was asked for
    /// @throws OidcRefusal when the provider cannot be asked where browsers log in
    public Begun begin(String address, String back) {
        URI place = provider.metadata().authorization();
        Attempt attempt = attempts.begin(address, back);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", config.clientId());
        query.put("redirect_uri", callback.toString());
        query.put("scope", String.join(" ", config.scopes()));
        query.put("state", attempt.state());
        query.put("nonce", attempt.nonce());
        query.put("code_challenge", challenge(attempt.verifier()));
        query.put("code_challenge_method", "S256");
        String joint = place.getRawQuery() == null ? "?" : "&";
        return new Begun(URI.create(place + joint + TokenClient.text(query)), attempt.cookie());
    }

    /// The login for which a browser comes back. It can be taken once.
    ///
    /// @param cookie what the browser shows; empty = nothing
    public Optional<Attempt> attempt(Map<String, String> query, String cookie) {
        return attempts.take(query.getOrDefault("state", ""), cookie);
    }

    /// @param query what the browser brings from the provider
    /// @throws OidcRefusal when it is nobody who may come in
    public Person finish(Attempt attempt, Map<String, String> query) {
        ProviderMetadata metadata = provider.metadata();
        String issuer = query.getOrDefault("iss", "");
        if (issuer.isEmpty() ? metadata.namesIssuer() : !issuer.equals(config.issuer())) {
            throw OidcRefusal.token("the answer is one of another provider (iss): " + told(issuer));
        }
        if (query.containsKey("error")) {
            throw OidcRefusal.refused("the provider said " + told(query.getOrDefault("error", "")) + ": "
                    + told(query.getOrDefault("error_description", "")));
        }
        String code = query.getOrDefault("code", "");
        if (code.isEmpty()) {
            throw OidcRefusal.token("the answer of the provider has no code");
        }
        TokenClient.Tokens given = client.tokens(metadata, code, attempt.verifier());
        Map<String, Object> claims = new LinkedHashMap<>(tokens.check(given.id(), attempt.nonce()));
        String subject = String.valueOf(claims.get("sub"));
        if (!roles.knows(claims)
                && metadata.userInfo().isPresent()
                && given.access().isPresent()) {
            userInfo(metadata.userInfo().get(), given.access().get(), subject).forEach(claims::putIfAbsent);
        }
        return new Person(roles.caller(claims), subject);
    }

    /// What some providers tell there alone (OpenID Connect Core 1.0, chapter 5.3).
    private Map<String, Object> userInfo(URI place, String access, String subject) {
        JsonFields info = http.ask(HttpRequest.newBuilder(place).header("Authorization", "Bearer " + access))
                .ok()
                .json();
        if (!subject.equals(info.values().get("sub"))) {
            throw OidcRefusal.token("the provider tells about somebody else than in its token (sub)");
        }
        Map<String, Object> known = new LinkedHashMap<>();
        info.values().forEach((name, value) -> {
            if (value != null) {
                known.put(name, value);
            }
        });
        return known;
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String told(String text) {
        return text.length() <= LONGEST_TOLD ? text : text.substring(0, LONGEST_TOLD) + "...";
    }

    @Override
    public void close() {
        http.close();
    }
}
