package io.hongyan.broker.auth;

import io.hongyan.codec.ReasonCode;

/// Allowed, or denied with a reason. An expected denial is a value, not an exception.
public sealed interface Decision {
    Decision ALLOW = Allow.ALLOW;

    /// A refusal of a kind for which the policy of the instance chooses the reaction.
    ///
    /// @param why for the log and, in 5.0, the reason string; names the value and the limit
    static Decision deny(Refusal kind, ReasonCode reason, String why) {
        return new Deny(kind, reason, why);
    }

    /// Any other refusal.
    static Decision deny(ReasonCode reason, String why) {
        return new Deny(reason, why);
    }

    enum Allow implements Decision {
        ALLOW
    }

    record Deny(Refusal kind, ReasonCode reason, String why) implements Decision {
        public Deny(ReasonCode reason, String why) {
            this(Refusal.OTHER, reason, why);
        }
    }
}
