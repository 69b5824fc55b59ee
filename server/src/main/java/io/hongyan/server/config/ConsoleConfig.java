package io.hongyan.server.config;

/// The console of the service, beyond the port that it shares with the administration.
public record ConsoleConfig(OidcConfig oidc) {
    public static ConsoleConfig defaults() {
        return new ConsoleConfig(OidcConfig.defaults());
    }
}
