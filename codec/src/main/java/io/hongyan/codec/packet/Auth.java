package io.hongyan.codec.packet;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.property.Properties;

/// One step of enhanced authentication, 5.0 only (chapter 3.15).
///
/// @param reason [ReasonCode#SUCCESS], [ReasonCode#CONTINUE_AUTHENTICATION] or [ReasonCode#REAUTHENTICATE]
/// @param properties authentication method, data, reason string, user properties
public record Auth(ReasonCode reason, Properties properties) implements Packet {}
