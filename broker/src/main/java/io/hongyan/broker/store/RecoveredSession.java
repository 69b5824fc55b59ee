package io.hongyan.broker.store;

import java.util.List;

/// One session as a store gives it back.
///
/// @param store where the session goes on to be kept
/// @param taken the marked entries of the inbox, in the order of sequences
/// @param waiting the entries without mark
/// @param receivedIds packet identifiers of QoS 2 PUBLISH packets whose PUBREL has not come
public record RecoveredSession(
        SessionStore store,
        StoredSession session,
        List<StoredSubscription> subscriptions,
        List<InboxEntry> taken,
        InboxSummary waiting,
        int[] receivedIds) {}
