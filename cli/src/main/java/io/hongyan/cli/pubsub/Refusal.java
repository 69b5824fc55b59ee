package io.hongyan.cli.pubsub;

import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.ReasonCode;
import org.jspecify.annotations.Nullable;

/// Why a server refused something, in words: the code's text, its number, and what the server said.
final class Refusal {
    private Refusal() {}

    static String text(PublishOutcome.Refused refusal) {
        return text(refusal.reason(), refusal.text());
    }

    /// @param said the reason string; null or empty = none
    static String text(ReasonCode reason, @Nullable String said) {
        return reason.text() + " (code " + reason.code() + ")" + (said == null || said.isEmpty() ? "" : ": " + said);
    }
}
