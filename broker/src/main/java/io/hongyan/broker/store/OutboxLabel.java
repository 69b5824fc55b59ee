package io.hongyan.broker.store;

import io.hongyan.broker.message.MessageId;

/// What an outbox keeps beside a message.
///
/// @param id the same each time that the message is sent on
/// @param ordered whether the messages of its publisher must leave in order
/// @param cleanSession whether the session of its publisher ends with the connection
public record OutboxLabel(MessageId id, boolean ordered, boolean cleanSession) {}
