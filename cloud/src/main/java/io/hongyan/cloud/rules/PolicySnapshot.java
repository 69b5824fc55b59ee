package io.hongyan.cloud.rules;

import io.hongyan.broker.auth.ClientPolicy;

/// The policy of an instance for one state of the metadata. Each change of the metadata makes a new snapshot, also when
/// the instance is unchanged, because keys may have changed: cached decisions of earlier snapshots are not used.
///
/// @param clientPolicy the same object as long as the policy is the same
public record PolicySnapshot(InstancePolicy policy, ClientPolicy clientPolicy) {}
