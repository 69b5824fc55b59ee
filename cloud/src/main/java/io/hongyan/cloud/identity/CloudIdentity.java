package io.hongyan.cloud.identity;

import io.hongyan.broker.auth.Identity;

/// A client of the service.
public sealed interface CloudIdentity extends Identity permits KeyIdentity, TokenIdentity, UserIdentity {
    /// What was decided about its topics. Confined to its shard.
    Decisions decisions();
}
