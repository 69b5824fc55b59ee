package io.hongyan.server.console.oidc;

import io.hongyan.server.config.OidcConfig;
import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/// What a provider tells about itself (OpenID Connect Discovery 1.0, chapter 3).
///
/// @param authorization where browsers log in
/// @param token where the service asks for tokens
/// @param keys with which tokens are signed
/// @param userInfo empty = it has none
/// @param secretInBody whether it takes the secret of a client in the body alone
/// @param namesIssuer whether each of its answers by way of the browser has its name (RFC 9207)
record ProviderMetadata(
        URI authorization, URI token, URI keys, Optional<URI> userInfo, boolean secretInBody, boolean namesIssuer) {
    private static final int LARGEST_PORT = 65535;
    private static final String BASIC = "client_secret_basic";
    private static final String BODY = "client_secret_post";

    /// Where a provider tells it.
    static URI place(String issuer) {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return URI.create(base + "/.well-known/openid-configuration");
    }

    /// @throws OidcRefusal when it is another provider's, or lacks something
    static ProviderMetadata of(JsonFields told, String issuer) {
        try {
            String name = told.text("issuer");
            if (!name.equals(issuer)) {
                throw OidcRefusal.unreachable("console.oidc.issuer is " + issuer + ", and the provider there calls"
                        + " itself " + name + "; write what it calls itself");
            }
            List<String> methods = told.texts("token_endpoint_auth_methods_supported");
            return new ProviderMetadata(
                    endpoint(told, "authorization_endpoint"),
                    endpoint(told, "token_endpoint"),
                    endpoint(told, "jwks_uri"),
                    told.optionalText("userinfo_endpoint").map(_ -> endpoint(told, "userinfo_endpoint")),
                    methods.contains(BODY) && !methods.contains(BASIC),
                    told.truth("authorization_response_iss_parameter_supported", false));
        } catch (JsonException e) {
            throw OidcRefusal.unreachable(place(issuer) + ": " + e.getMessage());
        }
    }

    private static URI endpoint(JsonFields told, String name) {
        String text = told.text(name);
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null
                    && uri.getRawFragment() == null
                    && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
                    && uri.getPort() <= LARGEST_PORT
                    && OidcConfig.isSafe(uri)) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // told below
        }
        throw OidcRefusal.unreachable("the provider's " + name + " is no address of https: " + text);
    }
}
