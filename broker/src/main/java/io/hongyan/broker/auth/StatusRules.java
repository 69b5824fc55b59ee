package io.hongyan.broker.auth;

import io.hongyan.broker.store.Outbox;
import java.util.List;

/// Which clients business systems are told of when they come and go. Called on the shard of the client.
public interface StatusRules {
    StatusRules NONE = clientId -> List.of();

    /// Where the notices of a client wait for other systems; mostly nowhere.
    ///
    /// @return immutable
    List<Outbox> find(String clientId);
}
