package io.hongyan.server.console.oidc;

import io.hongyan.server.admin.AdminCaller;
import io.hongyan.server.config.OidcConfig;
import io.hongyan.server.config.OidcRoleConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who somebody is here, by what the provider claims.
final class RoleTable {
    /// What no account of the service begins with, and no key is called.
    static final String PREFIX = "oidc:";

    private static final Pattern NAME = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,128}");
    private static final int MOST_SHOWN = 10;

    private final String accountClaim;
    private final String roleClaim;
    private final Map<String, OidcRoleConfig> roles;

    RoleTable(OidcConfig config) {
        this.accountClaim = config.accountClaim();
        this.roleClaim = config.roleClaim();
        this.roles = config.roles();
    }

    /// Whether nothing more need be asked for.
    boolean knows(Map<String, Object> claims) {
        return claim(claims, accountClaim) != null && claim(claims, roleClaim) != null;
    }

    /// @throws OidcRefusal when nobody is named, or nobody that has a role
    AdminCaller caller(Map<String, Object> claims) {
        String name = PREFIX + name(claims);
        List<String> values = texts(claim(claims, roleClaim));
        for (Map.Entry<String, OidcRoleConfig> each : roles.entrySet()) {
            if (values.contains(each.getKey())) {
                return new AdminCaller(
                        name, each.getValue().role(), Set.copyOf(each.getValue().instances()));
            }
        }
        throw OidcRefusal.role(
                name,
                values.isEmpty()
                        ? "the provider tells no " + roleClaim + " (console.oidc.roleClaim)"
                        : "none of what the provider tells as " + roleClaim + " is in console.oidc.roles: "
                                + values.stream().limit(MOST_SHOWN).toList());
    }

    private String name(Map<String, Object> claims) {
        String name = Optional.ofNullable(claim(claims, accountClaim))
                .filter(String.class::isInstance)
                .map(each -> ((String) each).strip())
                .orElse("");
        if (!NAME.matcher(name).matches()) {
            throw OidcRefusal.role(
                    "",
                    "the provider tells no " + accountClaim + " (console.oidc.accountClaim), or one that is no name of"
                            + " 1 to 128 characters");
        }
        if (accountClaim.equals("email") && Boolean.FALSE.equals(claims.get("email_verified"))) {
            throw OidcRefusal.role("", "the provider has not verified the address " + name);
        }
        return name;
    }

    /// The claim of that name or, where there is none, the one to which its dots lead.
    private static @Nullable Object claim(Map<String, Object> claims, String name) {
        Object whole = claims.get(name);
        if (whole != null) {
            return whole;
        }
        Object found = claims;
        for (String step : name.split("\\.", -1)) {
            found = found instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return found;
    }

    private static List<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case String one -> List.of(one);
            case Collection<?> several ->
                several.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }
}
