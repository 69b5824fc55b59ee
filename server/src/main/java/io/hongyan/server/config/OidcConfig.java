package io.hongyan.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Login to the console by an OpenID provider.
///
/// @param issuer of the provider; empty = nobody logs in that way
/// @param clientId under which the provider knows the console; needed with an issuer
/// @param clientSecret empty = in the file, or the provider asks for none
/// @param clientSecretFile empty = no file
/// @param address of the console as browsers see it, without a path; needed with an issuer
/// @param scopes what is asked for, `openid` among it
/// @param accountClaim what of the token names the account
/// @param roleClaim what of the token is looked up in the roles; a dot leads into an object
/// @param roles by value of the claim; the first one that a token has counts
/// @param ca PEM file of the authorities of the provider's certificate; empty = those of the JDK
/// @param label of the button, at most 60 characters; empty = one in the language of the page
public record OidcConfig(
        String issuer,
        String clientId,
        Secret clientSecret,
        String clientSecretFile,
        String address,
        List<String> scopes,
        String accountClaim,
        String roleClaim,
        Map<String, OidcRoleConfig> roles,
        String ca,
        String label) {
    private static final int LONGEST_LABEL = 60;
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "[::1]", "localhost");

    public OidcConfig {
        scopes = List.copyOf(scopes);
        roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
        if (!issuer.isEmpty()) {
            checkIssuer(issuer);
            if (clientId.isEmpty()) {
                throw new IllegalArgumentException(
                        "clientId is missing; with issuer it is needed: the id that the provider gave to the console");
            }
            if (address.isEmpty()) {
                throw new IllegalArgumentException("address is missing; with issuer it is needed: the address of the"
                        + " console as browsers see it, as in https://mqtt.example.com:18083");
            }
        }
        if (!address.isEmpty()) {
            checkAddress(address);
        }
        if (clientSecret.isSet() && !clientSecretFile.isEmpty()) {
            throw new IllegalArgumentException("clientSecretFile and clientSecret are given; give one of them");
        }
        if (!scopes.contains("openid") || !scopes.stream().allMatch(SCOPE.asMatchPredicate())) {
            throw new IllegalArgumentException(
                    "scopes are words, and openid is one of them, as in [openid, profile, email]; not " + scopes);
        }
        if (accountClaim.isEmpty()) {
            throw new IllegalArgumentException("accountClaim is empty; name a claim, as in preferred_username");
        }
        if (roleClaim.isEmpty()) {
            throw new IllegalArgumentException("roleClaim is empty; name a claim, as in groups");
        }
        if (label.length() > LONGEST_LABEL) {
            throw new IllegalArgumentException(
                    "label has at most " + LONGEST_LABEL + " characters, not " + label.length());
        }
    }

    public static OidcConfig defaults() {
        return new OidcConfig(
                "",
                "",
                Secret.NONE,
                "",
                "",
                List.of("openid", "profile", "email"),
                "preferred_username",
                "groups",
                Map.of(),
                "",
                "");
    }

    public boolean isOn() {
        return !issuer.isEmpty();
    }

    private static void checkIssuer(String issuer) {
        URI uri = uri(issuer);
        if (uri == null || uri.getRawQuery() != null) {
            throw new IllegalArgumentException(
                    "issuer is an address like https://login.example.com/realms/plant, without a query; not " + issuer);
        }
        if (!isSafe(uri)) {
            throw new IllegalArgumentException("issuer begins with https://, or everybody on the way could log in as"
                    + " anybody (http:// is for this machine alone: 127.0.0.1, [::1], localhost); not " + issuer);
        }
    }

    private static void checkAddress(String address) {
        URI uri = uri(address);
        if (uri == null || uri.getRawQuery() != null || !uri.getRawPath().isEmpty()) {
            throw new IllegalArgumentException(
                    "address is that of the console as browsers see it, without a path and without / at its end, as in"
                            + " https://mqtt.example.com:18083; not " + address);
        }
    }

    /// Whether what goes there cannot be read on the way.
    public static boolean isSafe(URI uri) {
        return "https".equals(uri.getScheme()) || THIS_MACHINE.contains(String.valueOf(uri.getHost()));
    }

    /// @return null when it is none of http, with a host and without a user
    private static @Nullable URI uri(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return http && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null
                    ? uri
                    : null;
        } catch (URISyntaxException _) {
            return null;
        }
    }
}
