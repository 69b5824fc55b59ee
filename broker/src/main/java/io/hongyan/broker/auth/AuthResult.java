package io.hongyan.broker.auth;

import io.hongyan.codec.ReasonCode;

/// The result of an authentication.
public sealed interface AuthResult {
    /// @param instance the instance whose topic space the client joins
    /// @param policy hooks and limits of that instance
    record Admitted(String instance, Identity identity, ClientPolicy policy) implements AuthResult {}

    /// @param reason becomes the reason or return code of CONNACK
    /// @param why becomes the reason string of CONNACK; names the value that was refused, never a secret
    /// @param forLog what the operator learns and the client must not, such as whether a user exists; never a secret
    record Refused(ReasonCode reason, String why, String forLog) implements AuthResult {
        /// The client may learn what the operator learns.
        public Refused(ReasonCode reason, String why) {
            this(reason, why, why);
        }
    }
}
