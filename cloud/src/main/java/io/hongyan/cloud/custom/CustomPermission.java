package io.hongyan.cloud.custom;

import io.hongyan.cloud.record.IdentityType;
import io.hongyan.codec.topic.TopicFilter;

/// Allows or denies something to a user name or a client id.
///
/// @param identity the user name or client id
/// @param topic may have `+` and `#`
/// @param allows else it denies, which counts more
public record CustomPermission(
        IdentityType type, String identity, TopicFilter topic, PermitAction action, boolean allows) {}
