package io.hongyan.broker.auth;

import io.hongyan.codec.ReasonCode;

/// The answer to "who is this?".
public sealed interface AuthResult {
    /// @param instance the tenant whose topic space the client joins
    /// @param rules what holds in that tenant
    record Admitted(String instance, Identity identity, Rules rules) implements AuthResult {}

    /// @param reason becomes the reason or return code of CONNACK
    /// @param why for the log; names the value, never a secret
    record Refused(ReasonCode reason, String why) implements AuthResult {}
}
