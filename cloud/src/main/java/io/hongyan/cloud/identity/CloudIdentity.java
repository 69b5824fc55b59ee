package io.hongyan.cloud.identity;

import io.hongyan.broker.auth.Identity;

/// The identity of an authenticated client.
public sealed interface CloudIdentity extends Identity
        permits KeyIdentity, TokenIdentity, UserIdentity, DeviceIdentity, CustomIdentity {
    /// Its cached decisions about topics. Confined to its shard.
    DecisionCache decisionCache();
}
