package io.hongyan.broker.auth;

import io.hongyan.broker.store.Outbox;
import org.jspecify.annotations.Nullable;

/// Which clients business systems are told of when they come and go. Called on the shard of the client.
public interface StatusRules {
    StatusRules NONE = clientId -> null;

    /// Where the notices of a client wait for the other system, or null.
    @Nullable
    Outbox find(String clientId);
}
