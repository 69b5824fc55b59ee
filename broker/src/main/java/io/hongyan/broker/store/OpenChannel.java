package io.hongyan.broker.store;

import io.hongyan.broker.message.MessageId;

/// A connection of which business systems were told that it is open: kept until they were told that it is not, so that
/// the next start can do so after a crash.
///
/// @param id unique for ever
/// @param address of the client, `ip:port`
public record OpenChannel(String instance, String clientId, MessageId id, String address) {}
