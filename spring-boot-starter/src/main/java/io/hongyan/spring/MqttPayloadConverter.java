package io.hongyan.spring;

import java.lang.reflect.Type;

/// Converts a payload for a [MqttListener]. A bean of this type takes the place of the one for JSON.
@FunctionalInterface
public interface MqttPayloadConverter {
    /// @param payload nobody may change it
    /// @param type of the method's parameter
    /// @throws Exception when that cannot be; the message counts as received
    Object convert(byte[] payload, Type type) throws Exception;
}
