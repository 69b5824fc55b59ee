package io.hongyan.exchange;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a rule is, since the start where a figure only grows.
///
/// @param waiting messages that wait to be carried; -1 when that is not known
/// @param waitingBytes of them, as [io.hongyan.broker.message.Message#bytes] counts; -1 when that is not known
/// @param oldestMillis how long the oldest of them has waited; -1 when that is not known
/// @param carried messages that reached the other side
/// @param failed attempts that failed and are made again, by reason
/// @param dropped messages, or parts of them, that were left out for good, by reason
/// @param reconnects how often the connection was lost
/// @param fault what it waits for, for people; null when it works
public record RuleStatus(
        long waiting,
        long waitingBytes,
        long oldestMillis,
        long carried,
        Map<String, Long> failed,
        Map<String, Long> dropped,
        long reconnects,
        @Nullable String fault) {}
