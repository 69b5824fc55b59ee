package io.hongyan.server.console.oidc;

/// A login that has begun, and for which a browser is at the provider.
///
/// @param state what the provider hands back
/// @param nonce what the token has to hold
/// @param verifier whose digest the provider was given (PKCE)
/// @param cookie what the browser has to show
/// @param back the path of the page that was asked for
/// @param address that it came from
/// @param begun milliseconds of a clock that is never set
public record Attempt(
        String state, String nonce, String verifier, String cookie, String back, String address, long begun) {
    @Override
    public String toString() {
        return "Attempt[" + address + ", ***]";
    }
}
