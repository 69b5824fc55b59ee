package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;

/// A retained message that the store has kept.
public record RecoveredRetained(String instance, Message message) {}
