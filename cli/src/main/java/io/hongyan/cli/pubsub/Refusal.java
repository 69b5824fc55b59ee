package io.hongyan.cli.pubsub;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.ReasonCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why a server refused something, in words: the code's text, its number, and what the server said.
final class Refusal {
    private Refusal() {}

    /// Ends a command whose messages the server did not take.
    ///
    /// @param one what a single message was for, in words
    /// @param several what stands before the number of several
    /// @return the exit code when nothing was refused
    /// @throws Failure with the first code, counting the messages by reason
    static int report(List<PublishOutcome.Refused> refusals, String one, String several) {
        if (refusals.isEmpty()) {
            return Exit.OK;
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        refusals.forEach(refusal -> counts.merge(text(refusal), 1, Integer::sum));
        String counted = counts.entrySet().stream()
                .map(entry ->
                        entry.getValue() + (entry.getValue() == 1 ? " message: " : " messages: ") + entry.getKey())
                .collect(Collectors.joining("; "));
        throw new Failure(
                refusals.getFirst().reason().code(),
                "the server refused "
                        + (refusals.size() == 1 ? one + ": " + text(refusals.getFirst()) : several + counted));
    }

    static String text(PublishOutcome.Refused refusal) {
        return text(refusal.reason(), refusal.text());
    }

    /// @param said the reason string; null or empty = none
    static String text(ReasonCode reason, @Nullable String said) {
        String advice = Declaration.advice(said);
        return reason.text() + " (code " + reason.code() + ")" + (said == null || said.isEmpty() ? "" : ": " + said)
                + (advice == null ? "" : advice);
    }
}
