package io.hongyan.broker;

import io.hongyan.broker.top.TopEntry;
import java.util.List;

/// Who uses an instance most, each list with the first first.
///
/// @param slow for whom most bytes wait, now
/// @param talkers clients by the messages that they published
/// @param topics by the messages that were published to them
/// @param millis for how long talkers and topics were counted: ten minutes at most
public record InstanceTop(List<Slow> slow, List<TopEntry> talkers, List<TopEntry> topics, long millis) {
    /// A client for which messages wait.
    ///
    /// @param queuedBytes of these messages
    /// @param queued how many they are
    public record Slow(String clientId, boolean connected, long queuedBytes, int queued) {}
}
