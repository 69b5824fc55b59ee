package io.hongyan.openapi.action;

import io.hongyan.cloud.metadata.AccessKey;

/// Who calls, and from where.
///
/// @param account the AccessKey that signed
/// @param address without a port
public record Call(AccessKey account, String address) {}
