package io.hongyan.server.console.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Gives codes to the provider and gets tokens for them. Any thread that may block.
final class TokenClient {
    private final ProviderHttp http;
    private final String clientId;
    private final String secret;
    private final URI callback;

    /// @param access empty = the provider gave none
    record Tokens(String id, Optional<String> access) {
        @Override
        public String toString() {
            return "Tokens[***]";
        }
    }

    /// @param secret empty = the provider asks for none
    /// @param callback where the provider sends browsers
    TokenClient(ProviderHttp http, String clientId, String secret, URI callback) {
        this.http = http;
        this.clientId = clientId;
        this.secret = secret;
        this.callback = callback;
    }

    /// @throws OidcRefusal when there are none
    Tokens tokens(ProviderMetadata provider, String code, String verifier) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", callback.toString());
        form.put("code_verifier", verifier);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(provider.token()).header("Content-Type", "application/x-www-form-urlencoded");
        if (secret.isEmpty() || provider.secretInBody()) {
            form.put("client_id", clientId);
        }
        if (!secret.isEmpty() && provider.secretInBody()) {
            form.put("client_secret", secret);
        } else if (!secret.isEmpty()) {
            String pair = encoded(clientId) + ":" + encoded(secret); // RFC 6749, chapter 2.3.1
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
        }
        return read(http.ask(request.POST(BodyPublishers.ofString(text(form)))));
    }

    private static Tokens read(ProviderHttp.Answer answer) {
        if (answer.status() == 400 || answer.status() == 401) {
            throw OidcRefusal.token("the provider gives no token: " + error(answer));
        }
        JsonFields body = answer.ok().json();
        try {
            return new Tokens(
                    body.text("id_token"), body.optionalText("access_token").filter(TokenClient::isHeader));
        } catch (JsonException e) {
            throw OidcRefusal.token("the provider gives no token: " + e.getMessage());
        }
    }

    private static boolean isHeader(String token) {
        return !token.isEmpty() && token.chars().allMatch(each -> each > ' ' && each < 127);
    }

    /// Its own word for it, such as `invalid_grant`.
    private static String error(ProviderHttp.Answer answer) {
        try {
            JsonFields body = answer.json();
            return body.text("error")
                    + body.optionalText("error_description")
                            .map(each -> ": " + each)
                            .orElse("");
        } catch (JsonException | OidcRefusal _) {
            return "it answered with status " + answer.status();
        }
    }

    /// As the query of an address, or the body of a form.
    static String text(Map<String, String> form) {
        return form.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
